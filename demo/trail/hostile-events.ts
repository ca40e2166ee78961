import { hash32 } from '#demo/estate/prng.ts'

export type LookupEvent = {
  EventId?: string
  EventName?: string
  Username?: string | null
  CloudTrailEvent?: string
  [field: string]: unknown
}

const changes: ((record: Record<string, unknown>, event: LookupEvent) => void)[] = [
  (record) => {
    record.userIdentity = null
    record.requestParameters = {
      functionName: '<img src=x onerror=alert(1)>',
      nested: [null, { '=1+1': '\u202Ex' }],
    }
  },
  (record) => {
    record.userIdentity = { type: 'Martian', principalId: 7, sessionContext: [] }
    record.eventVersion = '2.07'
    record.futureField = { deep: ['<b>', 1] }
  },
  (record) => {
    record.userAgent = '=HYPERLINK("http://evil.example","x")\r\n\u0007\u2066'
    record.sourceIPAddress = null
    record.errorCode = '<script>alert(1)</script>'
    record.errorMessage = '"><svg onload=alert(1)>'
  },
  (record, event) => {
    delete record.eventTime
    delete record.userIdentity
    event.Username = null
    event.Resources = null
    event.UnknownField = true
  },
  (record) => {
    record.requestParameters = 'text instead of an object'
    record.responseElements = ['list', 'instead']
    record.readOnly = 'perhaps'
  },
]

/** Spoils about one event in five, in ways that a lookup has never been seen to but might; the id stays. */
export function spoil(event: LookupEvent): LookupEvent {
  const draw = hash32('spoil', event.EventId ?? '') % 30
  if (draw === changes.length)
    return { ...event, CloudTrailEvent: '{"eventVersion":"1.11","userIdentity":{"typ' }
  const change = changes[draw]
  if (!change) return event
  const spoilt = { ...event }
  const record = JSON.parse(event.CloudTrailEvent ?? '{}') as Record<string, unknown>
  change(record, spoilt)
  return { ...spoilt, CloudTrailEvent: JSON.stringify(record) }
}
