import type { Pool } from 'pg'
import type { ChainRecord, Clue } from '#server/domain/trail/chain/chain.ts'
import { allOf, queryRows, type Sql, sql } from './sql.ts'

const COLUMNS = sql`e.event_id AS "eventId", e.event_time AS "eventTime", e.account_id AS "accountId", e.region,
  e.event_source AS "eventSource", e.event_name AS "eventName", e.actor_type AS "actorType", e.actor_arn AS "actorArn",
  e.actor_name AS "actorName", e.access_key_id AS "accessKeyId", e.session_key AS "sessionKey", e.tool,
  e.source_ip AS "sourceIp", e.user_agent AS "userAgent", e.error_code AS "errorCode", e.raw`

const ISSUED_KEY = sql`left(coalesce(e.raw #>> '{responseElements,credentials,accessKeyId}', e.raw #>> '{responseElements,accessKey,accessKeyId}'), 128)`
const MOST = 200

/** Conditions of a clue on trail_event as e, each with an index. */
function conditionsOf(clue: Clue): Sql[] {
  switch (clue.by) {
    case 'key':
      return [
        sql`e.event_name IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'AssumeRoot', 'GetSessionToken', 'GetFederationToken', 'CreateAccessKey')`,
        sql`${ISSUED_KEY} = ${clue.accessKeyId.slice(0, 128)}`,
      ]
    case 'shared-id':
      return [
        sql`e.event_name = 'AssumeRole'`,
        sql`left(e.raw ->> 'sharedEventID', 128) = ${clue.sharedEventId.slice(0, 128)}`,
      ]
    case 'session':
      return [
        sql`e.event_name = ANY('{AssumeRole,AssumeRoleWithSAML,AssumeRoleWithWebIdentity,AssumeRoot,SwitchRole}')`,
        sql`(e.raw #>> '{responseElements,assumedRoleUser,arn}' = ${clue.arn} OR (e.event_name = 'SwitchRole' AND e.actor_arn = ${clue.arn}))`,
      ]
    case 'login':
      return [sql`e.event_name = 'ConsoleLogin'`, sql`e.actor_arn = ${clue.arn}`]
    case 'portal':
      return [
        sql`e.event_name = ANY('{Federate,GetRoleCredentials}')`,
        sql`e.raw #>> '{userIdentity,userName}' = ${clue.person}`,
      ]
    case 'portal-login':
      return [
        sql`e.event_name = 'UserAuthentication'`,
        sql`e.raw #>> '{userIdentity,userName}' = ${clue.person}`,
      ]
  }
}

/** Records that may fit a clue of the way back to a login, those nearest to the time aimed at first. */
export function findChainRecords(pool: Pool, clue: Clue): Promise<ChainRecord[]> {
  const from = new Date(Math.max(0, clue.fromMs))
  const when = sql`e.event_time >= ${from} AND e.event_time <= ${new Date(clue.toMs)}`
  const aim = new Date(clue.aimMs)
  return queryRows(
    pool,
    sql`SELECT ${COLUMNS} FROM trail_event e WHERE ${allOf([when, ...conditionsOf(clue)])}
      ORDER BY abs(date_part('epoch', e.event_time) - date_part('epoch', ${aim}::timestamptz)) LIMIT ${MOST}`,
  )
}

/** The record that a way back begins at. */
export async function findChainStart(pool: Pool, eventId: string): Promise<ChainRecord | undefined> {
  const [record] = await queryRows<ChainRecord>(
    pool,
    sql`SELECT ${COLUMNS} FROM trail_event e WHERE e.event_id = ${eventId} LIMIT 1`,
  )
  return record
}
