/** The work that is timed: a POST with fetch, three attempts, full jitter between them. */
export const createItem = async (baseUrl: string, token: string, title: string): Promise<boolean> => {
  const key = crypto.randomUUID();
  for (let attempt = 0; attempt < 4; attempt += 1) {
    if (attempt > 0)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(60_000, 1000 * 2 ** (attempt - 1))));
    const response = await fetch(`${baseUrl}/items`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ title }),
    });
    await response.text();
    if (response.ok) return true;
  }
  return false;
};
