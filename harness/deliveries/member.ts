/** Adds a member to a body that is a JSON object, leaving all the rest of its text as the provider wrote it. */

/** `member` is JSON text, `"name":value`. A body that ends in no brace is returned as it is. */
export const withMember = (body: Uint8Array, member: string): Uint8Array => {
  const text = Buffer.from(body).toString();
  const separator = /^\s*\{\s*\}\s*$/.test(text) ? '' : ',';
  return Buffer.from(text.replace(/\s*\}\s*$/, () => `${separator}${member}}`));
};
