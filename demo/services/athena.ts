import { AwsError } from '#demo/protocol/aws-error.ts'
import type { PastQuery } from '#demo/trail-delivery/queries.ts'
import { boundedInt, type Call, type Operation } from './call.ts'

const columns = [
  'eventversion',
  'useridentity',
  'eventtime',
  'eventsource',
  'eventname',
  'awsregion',
  'sourceipaddress',
  'useragent',
  'errorcode',
  'errormessage',
  'requestparameters',
  'responseelements',
  'additionaleventdata',
  'requestid',
  'eventid',
  'readonly',
  'resources',
  'eventtype',
  'recipientaccountid',
  'sharedeventid',
  'vpcendpointid',
]

const invalid = (message: string) => new AwsError('InvalidRequestException', 400, message)

async function lookFor(call: Call): Promise<PastQuery> {
  const query = await call.world.pastQueries.look(String(call.input.QueryExecutionId))
  if (!query) throw invalid(`QueryExecution ${String(call.input.QueryExecutionId)} was not found`)
  return query
}

function startQueryExecution({ input, world }: Call): unknown {
  const sql = String(input.QueryString ?? '')
  if (!/^(EXPLAIN [^S]*)?SELECT /.test(sql)) throw invalid('Queries of this type are not supported')
  const token = typeof input.ClientRequestToken === 'string' ? input.ClientRequestToken : undefined
  return { QueryExecutionId: world.pastQueries.start(sql, token).id }
}

async function getQueryExecution(call: Call): Promise<unknown> {
  const query = await lookFor(call)
  const State = query.cancelled ? 'CANCELLED' : query.found ? 'SUCCEEDED' : 'RUNNING'
  const isPlan = query.sql.startsWith('EXPLAIN')
  return {
    QueryExecution: {
      QueryExecutionId: query.id,
      Query: query.sql,
      Status: { State },
      Statistics: { DataScannedInBytes: isPlan ? 0 : (query.found?.scannedBytes ?? 0) },
      WorkGroup: call.input.WorkGroup ?? 'primary',
    },
  }
}

const cell = (value: unknown) =>
  value === undefined || value === null
    ? {}
    : { VarCharValue: typeof value === 'string' ? value : JSON.stringify(value) }

/** As Athena has a record: by column, the keys of what is no text in small letters. */
function rowOf(record: Record<string, unknown>) {
  const byColumn = new Map(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]))
  return {
    Data: columns.map((column) => {
      const value = byColumn.get(column)
      return cell(column === 'useridentity' || column === 'resources' ? inSmallLetters(value) : value)
    }),
  }
}

function inSmallLetters(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSmallLetters)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.toLowerCase(), inSmallLetters(item)]),
  )
}

async function getQueryResults(call: Call): Promise<unknown> {
  const { found, sql } = await lookFor(call)
  if (!found) throw invalid('Query has not yet finished. Current state: RUNNING')
  if (sql.startsWith('EXPLAIN'))
    return { ResultSet: { Rows: [{ Data: [cell('Valid')] }, { Data: [cell('true')] }] } }
  const bad = () => invalid('MaxResults is out of bounds')
  const size = boundedInt(call.input.MaxResults, 1000, 1, 1000, bad)
  const from = Number(call.input.NextToken ?? 0)
  const head = from === 0 ? [{ Data: columns.map(cell) }] : []
  const to = from + size - head.length
  const Rows = [...head, ...found.records.slice(from, to).map(rowOf)]
  return { ResultSet: { Rows }, ...(to < found.records.length ? { NextToken: String(to) } : {}) }
}

async function stopQueryExecution(call: Call): Promise<unknown> {
  const query = await lookFor(call)
  if (!query.found) query.cancelled = true
  return {}
}

const bucket = { name: 'athena', perSecond: 20 }
const resource = ({ account, region, input }: Call) =>
  `arn:aws:athena:${region}:${account.id}:workgroup/${String(input.WorkGroup ?? 'primary')}`

export const athenaOperations: Record<string, Operation> = {
  StartQueryExecution: { bucket, run: startQueryExecution, resource },
  GetQueryExecution: { bucket, run: getQueryExecution, resource },
  GetQueryResults: { bucket, run: getQueryResults, resource },
  StopQueryExecution: { bucket, run: stopQueryExecution, resource },
}
