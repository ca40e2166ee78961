import type { GraphqlApiSpec } from './graphql.ts'
import type { LayerSpec } from './layers.ts'
import type { LogGroupSpec } from './log-groups.ts'

const script = '<script>alert("platform")</script>'
const bidi = '\u202E=HYPERLINK("http://evil.example")\u0007'

/** A group that says nothing of itself that can be read. */
export function hostileLogGroups(made: LogGroupSpec[]): LogGroupSpec[] {
  const odd = { retentionDays: script, kmsKeyArn: 7, storedBytes: null, createdMs: bidi }
  return [...made, { name: '/aws/lambda/legacy-import', ...odd } as unknown as LogGroupSpec]
}

export function hostileLayers(made: LayerSpec[]): LayerSpec[] {
  const arn = made[0]?.arn.replace(/[^:]+$/, 'legacy-import')
  if (arn === undefined) return made
  const version = {
    version: 1,
    arn: `${arn}:1`,
    createdMs: 0,
    description: `${script}${bidi}`,
    statements: [script] as unknown as [],
  }
  return [...made, { name: 'legacy-import', arn, versions: [version] }]
}

export function hostileGraphqlApis(made: GraphqlApiSpec[]): GraphqlApiSpec[] {
  const [like] = made
  if (!like) return made
  const additional = [{ authenticationType: script }, bidi, null] as unknown as object[]
  return [...made, { ...like, id: 'legacyimport', name: script, additional }]
}
