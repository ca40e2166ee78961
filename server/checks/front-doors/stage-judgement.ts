import { listed, notApplicable, pass, unknown } from '#server/checks/exposure/verdicts.ts'
import type { ApiRecord, ApiStage } from '#server/domain/records/api-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { doorsOfStages, functionsOf, surfaceOf } from './api-surface.ts'

type Question = {
  protocols: readonly ApiRecord['protocol'][]
  /** Why the other protocols are not judged. */
  otherwise: string
  severity: Severity | ((stages: ApiStage[]) => Severity)
  /** Whether a stage has the fault; undefined where that was not read; null where it cannot have it. */
  fault: (stage: ApiStage) => boolean | undefined | null
  /** Follows the names of the stages: `has no access log`. */
  says: string
  shown: (stage: ApiStage) => string
  notForStages?: string
}

/** Judges an API stage by stage; a fault is that of the functions whose routes are in the stage. */
export function judgeStages(api: ApiRecord, question: Question): Verdict {
  const { protocols, otherwise, severity, fault, says, shown, notForStages } = question
  if (!protocols.includes(api.protocol)) return notApplicable(otherwise)
  const surface = surfaceOf(api)
  if (surface.state === 'none') return surface.verdict
  const used = surface.stages.filter((stage) => doorsOfStages(surface.doors, [stage]).length > 0)
  const judged = used.map((stage) => ({ stage, found: fault(stage) })).filter(({ found }) => found !== null)
  const evidence = judged.map(({ stage }) => ({ label: `Stage ${stage.name}`, value: shown(stage) }))
  const faulty = judged.filter(({ found }) => found === true).map(({ stage }) => stage)
  if (faulty.length > 0) {
    const names = listed(faulty.map(({ name }) => name))
    return {
      state: 'fail',
      severity: typeof severity === 'function' ? severity(faulty) : severity,
      summary: `Stage ${names} of API ${api.name} ${says}.`,
      evidence: evidence.filter(({ label }) => faulty.some(({ name }) => label === `Stage ${name}`)),
      affects: functionsOf(doorsOfStages(surface.doors, faulty)),
    }
  }
  if (judged.some(({ found }) => found === undefined))
    return unknown('The setting was not read by the version that stored the API.')
  return judged.length === 0 ? notApplicable(notForStages ?? 'No stage is in question.') : pass(...evidence)
}

/** The stages of an API that have a fault, for the commands that mend them. */
export function faultyStages(api: ApiRecord, fault: Question['fault']): ApiStage[] {
  const surface = surfaceOf(api)
  return surface.state === 'open' ? surface.stages.filter((stage) => fault(stage) === true) : []
}
