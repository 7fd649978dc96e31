import type {Context} from 'hono';

/** Reads the fields of a form or a JSON object, without files and nested values. */
export async function readFields(context: Context): Promise<Record<string, unknown>> {
  const {req} = context;
  if (!isJson(context)) return req.parseBody().catch(() => ({}));
  const value: unknown = await req.json().catch(() => undefined);
  return typeof value === 'object' && value !== null ? {...value} : {};
}

export function fieldText(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value.trim() : '';
}

export function isJson({req}: Context): boolean {
  return req.header('content-type')?.startsWith('application/json') ?? false;
}
