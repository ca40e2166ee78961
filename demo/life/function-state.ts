import type { FunctionSpec, Partition, Statement, UrlSpec } from '#demo/estate/model.ts'
import { sha256Base64, uuidFrom } from '#demo/estate/prng.ts'
import type { IncidentStage } from '#demo/incidents/stage.ts'
import type { Deployments } from './deployments.ts'

/** What changes over time about a function's configuration. */
export type FunctionState = {
  modifiedMs: number
  codeSha256: string
  revisionId: string
  latestVersion: number
  url: UrlSpec | undefined
  statements: Statement[]
}

/** The state of a function at a time: its base, the deployments since, and what incidents did to it. */
export function functionState(
  partition: Partition,
  fn: FunctionSpec,
  timeMs: number,
  deployments: Deployments,
  stage: IncidentStage,
): FunctionState {
  const times = deployments.timesOf(partition, fn, timeMs)
  const incident = fn.cast ? stage.configOf(fn, timeMs) : undefined
  const modifiedMs = Math.max(fn.createdMs, times.at(-1) ?? 0, incident?.modifiedMs ?? 0)
  const code = incident?.code ?? `deploy-${times.length}`
  return {
    modifiedMs,
    codeSha256: sha256Base64(fn.arn, code),
    revisionId: uuidFrom(fn.arn, 'revision', modifiedMs),
    latestVersion: fn.keptVersions > 0 ? fn.baseVersion + times.length + (incident?.published ?? 0) : 0,
    url: incident?.url ?? fn.url,
    statements: incident ? [...fn.statements, ...incident.statements] : fn.statements,
  }
}

/** The code of an older version of a function that publishes versions. */
export function versionSha256(fn: FunctionSpec, state: FunctionState, version: number): string {
  return version === state.latestVersion ? state.codeSha256 : sha256Base64(fn.arn, 'version', version)
}
