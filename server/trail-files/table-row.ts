import { asText, isObject, type JsonObject, parseJson } from '#server/domain/json.ts'

/** Columns of Athena's table for CloudTrail, which are lower case, as CloudTrail itself spells them. */
const NAMES = new Map(
  [
    'accessKeyId',
    'accountId',
    'additionalEventData',
    'apiVersion',
    'ARN',
    'awsRegion',
    'creationDate',
    'errorCode',
    'errorMessage',
    'eventCategory',
    'eventID',
    'eventName',
    'eventSource',
    'eventTime',
    'eventType',
    'eventVersion',
    'federatedProvider',
    'invokedBy',
    'managementEvent',
    'mfaAuthenticated',
    'principalId',
    'readOnly',
    'recipientAccountId',
    'requestID',
    'requestParameters',
    'responseElements',
    'serviceEventDetails',
    'sessionContext',
    'sessionCredentialFromConsole',
    'sessionIssuer',
    'sharedEventID',
    'sourceIPAddress',
    'tlsDetails',
    'userAgent',
    'userIdentity',
    'userName',
    'vpcEndpointId',
    'webIdFederationData',
  ].map((name) => [name.toLowerCase(), name]),
)
/** Columns that hold JSON as a text. */
const JSON_COLUMNS = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'userIdentity',
  'resources',
  'tlsDetails',
])

/** Whether an object is a row of Athena's table for CloudTrail. */
export function isTableRow(value: JsonObject): boolean {
  return (
    asText(value.eventid) !== undefined || (value.eventtime !== undefined && value.eventname !== undefined)
  )
}

/** The CloudTrail record that a row of Athena's table stands for. */
export function recordOfRow(row: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const name = NAMES.get(column) ?? column
      const read = JSON_COLUMNS.has(name) ? readColumn(value) : value
      if (name === 'userIdentity') return [name, isObject(read) ? spelled(read) : read]
      if (name === 'resources' && Array.isArray(read)) return [name, read.map(resourceOf)]
      return [name, read]
    }),
  )
}

function readColumn(value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (value === '' || value === 'null') return null
  return parseJson(value) ?? value
}

/** Deeper than any userIdentity. */
const MAX_SPELLED = 10

/** `arn` is spelled so in userIdentity and its sessionIssuer, and `ARN` among resources. */
function spelled(value: JsonObject, levels = MAX_SPELLED): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([column, item]) => [
      column === 'arn' ? 'arn' : (NAMES.get(column) ?? column),
      isObject(item) && levels > 0 ? spelled(item, levels - 1) : item,
    ]),
  )
}

function resourceOf(value: unknown): unknown {
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([column, item]) => [NAMES.get(column.toLowerCase()) ?? column, item]),
  )
}
