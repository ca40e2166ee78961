import { AwsError } from '#demo/protocol/aws-error.ts'
import type { PastQuery } from '#demo/trail-delivery/queries.ts'
import { boundedInt, type Call, type Operation } from './call.ts'

async function lookFor(call: Call): Promise<PastQuery> {
  const query = await call.world.pastQueries.look(String(call.input.QueryId))
  if (!query) throw new AwsError('QueryIdNotFoundException', 400, 'The query ID does not exist.')
  return query
}

const statusOf = ({ cancelled, found }: PastQuery) =>
  cancelled ? 'CANCELLED' : found ? 'FINISHED' : 'RUNNING'

function startQuery({ input, world }: Call): unknown {
  const sql = String(input.QueryStatement ?? '')
  if (!sql.startsWith('SELECT '))
    throw new AwsError('InvalidQueryStatementException', 400, 'The query statement is not valid.')
  return { QueryId: world.pastQueries.start(sql, undefined).id }
}

async function describeQuery(call: Call): Promise<unknown> {
  const query = await lookFor(call)
  return {
    QueryId: query.id,
    QueryString: query.sql,
    QueryStatus: statusOf(query),
    QueryStatistics: {
      BytesScanned: query.found?.scannedBytes ?? 0,
      EventsMatched: query.found?.records.length ?? 0,
    },
  }
}

async function getQueryResults(call: Call): Promise<unknown> {
  const query = await lookFor(call)
  const bad = () => new AwsError('InvalidMaxResultsException', 400, 'MaxQueryResults is not valid.')
  const size = boundedInt(call.input.MaxQueryResults, 1000, 1, 1000, bad)
  const from = Number(call.input.NextToken ?? 0)
  const records = query.found?.records ?? []
  return {
    QueryStatus: statusOf(query),
    QueryResultRows: records
      .slice(from, from + size)
      .map((record) => [{ eventjson: JSON.stringify(record) }]),
    ...(from + size < records.length ? { NextToken: String(from + size) } : {}),
  }
}

async function cancelQuery(call: Call): Promise<unknown> {
  const query = await lookFor(call)
  if (query.found) throw new AwsError('InactiveQueryException', 400, 'The query has ended already.')
  query.cancelled = true
  return { QueryId: query.id, QueryStatus: 'CANCELLED' }
}

const bucket = { name: 'cloudtrail-lake', perSecond: 10 }
const resource = ({ account, region, input }: Call) =>
  String(input.EventDataStore ?? `arn:aws:cloudtrail:${region}:${account.id}:eventdatastore/*`)

export const lakeOperations: Record<string, Operation> = {
  StartQuery: { bucket, run: startQuery, resource },
  DescribeQuery: { bucket, run: describeQuery, resource },
  GetQueryResults: { bucket, run: getQueryResults, resource },
  CancelQuery: { bucket, run: cancelQuery, resource },
}
