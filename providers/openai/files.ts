/** Files: uploaded as multipart forms, listed page by page, read back, deleted. Their content is read as UTF-8. */
import type { JsonObject } from '../../harness/model/json.ts';
import { checked } from '../language-model/validation.ts';
import { type Call, newShortId, type Organisation, page, recordFor, refuse, seconds } from './call.ts';
import { errorReply, invalidValue, missingParameter, noSuch, unknownParameter } from './errors.ts';
import { fileForm } from './schemas.ts';
import type { OrganisationState, StoredFile } from './state.ts';

const utf8 = new TextEncoder();

export const fileObject = ({ id, filename, purpose, content, createdAt }: StoredFile): JsonObject => ({
  id,
  object: 'file',
  bytes: utf8.encode(content).length,
  created_at: createdAt,
  filename,
  purpose,
  status: 'processed',
  expires_at: null,
  status_details: null,
});

async function formIn({ headers, body, url }: Call): Promise<FormData | undefined> {
  try {
    return await new Request(url, { method: 'POST', headers, body }).formData();
  } catch {
    return undefined;
  }
}

export async function upload(
  organisation: Organisation,
  call: Call,
  files: OrganisationState['files'],
): Promise<Response> {
  const form = await formIn(call);
  if (form === undefined) return refuse(organisation, call, missingParameter('file'));
  const file = form.get('file');
  if (file === null || typeof file === 'string') return refuse(organisation, call, missingParameter('file'));
  const members = Object.fromEntries(
    [...form].filter(([name]) => name !== 'file').map(([name, value]) => [name, String(value)]),
  );
  const result = checked(fileForm, members);
  if ('problem' in result) {
    const { kind, path } = result.problem;
    if (kind === 'invalid') return refuse(organisation, call, invalidValue(path, result.problem.why));
    return refuse(organisation, call, kind === 'unknown' ? unknownParameter(path) : missingParameter(path));
  }
  const stored: StoredFile = {
    id: newShortId(organisation, 'file-', 22),
    filename: file.name,
    purpose: result.value.purpose,
    content: await file.text(),
    createdAt: seconds(organisation.now()),
  };
  files.set(stored.id, stored);
  recordFor(organisation, call, 'file', stored.id);
  return Response.json(fileObject(stored));
}

export function listFiles({ url }: Call, files: OrganisationState['files']): Response {
  const purpose = url.searchParams.get('purpose');
  const chosen = [...files.values()].filter((file) => purpose === null || file.purpose === purpose);
  const newestFirst = url.searchParams.get('order') === 'asc' ? chosen : chosen.reverse();
  return Response.json(page(newestFirst.map(fileObject), url, 10_000));
}

export function onFile(
  organisation: Organisation,
  call: Call,
  files: OrganisationState['files'],
  id: string,
  part: string | undefined,
): Response | undefined {
  const file = files.get(id);
  if (file === undefined) return errorReply(404, noSuch('File object', id));
  if (call.method === 'GET' && part === 'content')
    return new Response(file.content, { headers: { 'content-type': 'application/octet-stream' } });
  if (part !== undefined) return undefined;
  if (call.method === 'GET') return Response.json(fileObject(file));
  if (call.method !== 'DELETE') return undefined;
  files.delete(id);
  recordFor(organisation, call, 'file', id);
  return Response.json({ id, object: 'file', deleted: true });
}
