import { createHash } from 'node:crypto'

type KeyParts = { kind: string; source: string; detail: string; qualifier: string | null }

/** 16 hex digits that are the same as long as a trigger's kind, source, detail and qualifier are. */
export function triggerKey({ kind, source, detail, qualifier }: KeyParts): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, source, detail, qualifier]))
    .digest('hex')
    .slice(0, 16)
}
