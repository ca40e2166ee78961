import { asArray, asObject, asText, isObject, type JsonObject, parseJson } from '#server/domain/json.ts'
import { ATHENA_COLUMNS } from './history-sql.ts'

/** As CloudTrail spells what Athena has in small letters. Source: CloudTrail record contents. */
const SPELLINGS = new Map(
  [
    'eventVersion',
    'userIdentity',
    'eventTime',
    'eventSource',
    'eventName',
    'awsRegion',
    'sourceIPAddress',
    'userAgent',
    'errorCode',
    'errorMessage',
    'requestParameters',
    'responseElements',
    'additionalEventData',
    'requestID',
    'eventID',
    'readOnly',
    'eventType',
    'recipientAccountId',
    'sharedEventID',
    'vpcEndpointId',
    'principalId',
    'accountId',
    'invokedBy',
    'accessKeyId',
    'userName',
    'onBehalfOf',
    'userId',
    'identityStoreArn',
    'identityProvider',
    'inScopeOf',
    'sourceArn',
    'sourceAccount',
    'issuerType',
    'credentialsIssuedTo',
    'sessionContext',
    'sessionIssuer',
    'creationDate',
    'mfaAuthenticated',
    'ec2RoleDelivery',
    'ec2IssuedInVpc',
    'sourceIdentity',
    'webIdFederationData',
    'federatedProvider',
    'ARN',
  ].map((spelling) => [spelling.toLowerCase(), spelling]),
)
const spelled = (key: string) => SPELLINGS.get(key.toLowerCase()) ?? key

function respelled(value: unknown, inIdentity: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => respelled(item, inIdentity))
  if (!isObject(value)) return value
  const entries = Object.entries(value).filter(([, item]) => item !== null)
  return Object.fromEntries(
    entries.map(([key, item]) => [
      inIdentity && key.toLowerCase() === 'arn' ? 'arn' : spelled(key),
      respelled(item, inIdentity),
    ]),
  )
}

const JSON_COLUMNS = new Set([
  'useridentity',
  'resources',
  'requestparameters',
  'responseelements',
  'additionaleventdata',
])

function columnValue(column: string, text: string): unknown {
  if (!JSON_COLUMNS.has(column)) return text
  const parsed = parseJson(text)
  if (column === 'useridentity') return respelled(parsed, true)
  return column === 'resources' ? respelled(parsed, false) : (parsed ?? text)
}

/** Data events, which the table has no column to tell by: invocations, and what is done with objects. */
function isDataEvent(record: JsonObject): boolean {
  if (record.eventSource === 'lambda.amazonaws.com') return /^Invoke/.test(String(record.eventName))
  return asArray(record.resources).some((one) => asObject(one).type === 'AWS::S3::Object')
}

/** A row of athenaSql's answer as the CloudTrail record that it was made of; undefined without its id. */
export function athenaRecord(row: readonly (string | undefined)[]): JsonObject | undefined {
  const record: JsonObject = {}
  ATHENA_COLUMNS.forEach((column, i) => {
    const text = asText(row[i])
    if (text !== undefined) record[spelled(column)] = columnValue(column, text)
  })
  if (asText(record.eventID) === undefined || asText(record.eventTime) === undefined) return undefined
  if (record.readOnly === 'true' || record.readOnly === 'false') record.readOnly = record.readOnly === 'true'
  return { ...record, eventCategory: isDataEvent(record) ? 'Data' : 'Management' }
}

/** A row of lakeSql's answer; undefined where it holds no record. */
export function lakeRecord(row: unknown): JsonObject | undefined {
  const columns = asArray(row).map(asObject)
  const text = columns
    .map((column) => asText(column.eventjson) ?? asText(column.eventJson))
    .find((one) => one)
  const record = text === undefined ? undefined : parseJson(text)
  return isObject(record) ? record : undefined
}
