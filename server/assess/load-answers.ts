import type { Pool } from 'pg'
import { type Field, failed, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { collectedKinds } from '#server/store/derive-inputs.ts'
import { parseKey, type Question } from './answer-key.ts'
import { loadActivity, loadOrigins } from './load-activity.ts'
import { loadAccess, loadCalls, loadLabels, loadReach, loadTriggers } from './load-insights.ts'
import {
  type Answers,
  loadByArn,
  loadByPlace,
  loadExternal,
  loadOrganizations,
  loadRoleFunctions,
  loadSameCode,
} from './load-records.ts'
import type { ControllingPrincipals } from './load-takeovers.ts'
import type { StoredSurroundings } from './stored-surroundings.ts'

type Load = (pool: Pool, subjects: string[], nowMs: number) => Promise<Answers>

const LOADS: Record<string, Load> = {
  record: loadByArn,
  all: loadByPlace,
  triggers: loadTriggers,
  reach: loadReach,
  access: loadAccess,
  'role-functions': loadRoleFunctions,
  code: loadSameCode,
  activity: loadActivity,
  origin: loadOrigins,
  calls: loadCalls,
  labels: loadLabels,
  external: loadExternal,
}

async function loadTakeovers(
  pool: Pool,
  functionArns: string[],
  principals: ControllingPrincipals,
): Promise<Answers> {
  const records = await loadByArn(
    pool,
    functionArns.map((arn) => `function ${arn}`),
  )
  const fields = functionArns.map((arn): [string, Field<FunctionRecord>] => [
    arn,
    (records.get(`function ${arn}`) ?? failed('not collected')) as Field<FunctionRecord>,
  ])
  const functions = fields.flatMap(([, fn]) => (fn.state === 'known' ? [fn.value] : []))
  const judged = await principals.takeoversOf(functions)
  return new Map(
    fields.map(([arn, fn]) => {
      if (fn.state !== 'known') return [arn, fn]
      const { takeovers, unseen } = judged.get(fn.value.arn) ?? { takeovers: [], unseen: ['not collected'] }
      const [first] = unseen
      return [arn, takeovers.length === 0 && first !== undefined ? failed(first) : known(takeovers)]
    }),
  )
}

/** Loads what checks asked for and did not find, a statement or two for each kind of question, side by side. */
export async function loadAnswers(
  pool: Pool,
  around: StoredSurroundings,
  missing: Iterable<string>,
  principals: ControllingPrincipals,
): Promise<void> {
  const questions = [...new Set(missing)].map(parseKey)
  const load = async (topic: string, asked: Question[]): Promise<void> => {
    if (topic === 'organization') {
      around.answer(topic, await loadOrganizations(pool))
    } else if (topic === 'collected') {
      const kinds = asked.map(({ subject }) => collectedKinds(pool, subject, new Date(around.now)))
      for (const [i, { subject }] of asked.entries())
        around.setCollected(subject, (await kinds[i]) ?? new Set())
    } else {
      const subjects = asked.map((question) => question.subject)
      const answers =
        topic === 'takeovers'
          ? await loadTakeovers(pool, subjects, principals)
          : await LOADS[topic]?.(pool, subjects, around.now)
      for (const { subject, key } of asked) around.answer(key, answers?.get(subject) ?? failed('not stored'))
    }
  }
  const topics = Map.groupBy(questions, (question) => question.topic)
  await Promise.all([...topics].map(([topic, asked]) => load(topic, asked)))
}
