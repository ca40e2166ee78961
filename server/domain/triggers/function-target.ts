import { parseArn, parseFunctionRef } from '#server/domain/arn.ts'

/** A function as a source names it: ARN without qualifier, and the qualifier (null for $LATEST or none). */
export type FunctionTarget = { arn: string; qualifier: string | null }

type Home = { accountId: string; region: string; partition: string }

/** Reads the account, region and partition from which a source without an ARN of its own calls. */
export function homeOf(record: { arn: string; accountId: string; region: string }): Home {
  const { accountId, region } = record
  return { accountId, region, partition: parseArn(record.arn)?.partition ?? 'aws' }
}

/**
 * The function that a text names in any form that Lambda takes: ARN, partial ARN, name, each with or without
 * qualifier. What the text leaves out is taken from `home`; undefined where it names no one function.
 */
export function functionTarget(text: string, home: Home): FunctionTarget | undefined {
  const given = parseArn(text)
  const ref = parseFunctionRef(text)
  if (!ref || !/^[A-Za-z0-9_-]+$/.test(ref.name)) return undefined
  const partition = given?.partition ?? home.partition
  const [region, accountId] = [ref.region || home.region, ref.accountId || home.accountId]
  const qualifier = !ref.qualifier || ref.qualifier === '$LATEST' ? null : ref.qualifier
  return { arn: `arn:${partition}:lambda:${region}:${accountId}:function:${ref.name}`, qualifier }
}
