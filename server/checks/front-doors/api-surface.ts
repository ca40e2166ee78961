import { hasDangerousRole } from '#server/checks/exposure/function-role.ts'
import { notApplicable, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ApiRecord, ApiStage } from '#server/domain/records/api-record.ts'
import { functionTarget, homeOf } from '#server/domain/triggers/function-target.ts'
import { nameInApi } from '#server/domain/triggers/link-api.ts'
import type { ApiLink } from '#server/domain/triggers/source-link.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** A route that leads to a function in some stages. */
export type Door = ApiLink & { functionArn: string }
export type Surface =
  | { state: 'open'; doors: Door[]; stages: ApiStage[] }
  | { state: 'none'; verdict: Verdict }

const isDeployed = (stage: ApiStage) => stage.deploymentId !== undefined || stage.autoDeploy === true

const kept = new WeakMap<ApiRecord, Surface>()

/** The routes to functions and the deployed stages of an API, or why there is nothing to judge. */
export function surfaceOf(api: ApiRecord): Surface {
  const found = kept.get(api) ?? look(api)
  kept.set(api, found)
  return found
}

function look(api: ApiRecord): Surface {
  const none = (verdict: Verdict): Surface => ({ state: 'none', verdict })
  const hidden = whyUnseen('Its routes', api.routes) ?? whyUnseen('Its stages', api.stages)
  if (hidden) return none(unknown(hidden))
  const home = homeOf(api)
  const doors = nameInApi(api).flatMap(({ target, link }): Door[] => {
    const found = link.kind === 'api' ? functionTarget(target, home) : undefined
    return found && link.kind === 'api' ? [{ ...link, functionArn: found.arn }] : []
  })
  if (doors.length === 0) return none(notApplicable('None of its routes leads to a function.'))
  const stages = (api.stages.state === 'known' ? api.stages.value : []).filter(isDeployed)
  if (stages.length === 0) return none(notApplicable('It is not deployed: no stage can be called.'))
  return { state: 'open', doors, stages }
}

export const functionsOf = (doors: readonly Door[]): string[] =>
  [...new Set(doors.map(({ functionArn }) => functionArn))].sort()

/** Routes that lead to a function in one of some stages. */
export function doorsOfStages(doors: readonly Door[], stages: readonly ApiStage[]): Door[] {
  const names = new Set(stages.map(({ name }) => name))
  return doors.filter((door) => door.stages === null || door.stages.some(({ name }) => names.has(name)))
}

/** Whether a function behind some routes has a role that is critical or high. */
export function leadsToDangerousRole(doors: readonly Door[], around: Surroundings): boolean {
  return functionsOf(doors).some((arn) => {
    const fn = around.find('function', arn)
    return fn.state === 'known' && hasDangerousRole(fn.value, around)
  })
}

export const isRest = ({ protocol }: ApiRecord): boolean => protocol === 'REST'
