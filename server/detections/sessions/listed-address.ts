import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { AddressList } from '#server/detections/facts/address-list.ts'
import { isPublicAddress } from '#server/detections/facts/network.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

const parameters = z.object({
  networks: z
    .array(z.string().min(1).max(50))
    .max(5000)
    .default(['192.0.2.0/24'])
    .describe(
      'Addresses and networks in CIDR notation, such as a list of Tor exits; the one by default belongs to nobody',
    ),
})

const lists = new WeakMap<readonly string[], AddressList>()

/** The list in the form that is asked, made once for as long as it is in use. */
function listOf(networks: readonly string[]): AddressList {
  const known = lists.get(networks)
  if (known) return known
  const list = new AddressList(networks)
  lists.set(networks, list)
  return list
}

export const listedAddress = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'listed-address',
  title: 'Call from an address that you listed',
  severity: 'high',
  off: 'Nobody calls from the list until you put addresses there.',
  why: 'You know networks that nobody of yours calls from: Tor, anonymous proxies, addresses of an incident. A call from there that succeeds is somebody else.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1090.003', 'T1078.004'],
  falsePositives: 'People who use a VPN that the list has.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1090/003/'],
  needs: ['trail-events'],
  elsewhere: ['Chronicle aws_successful_api_from_tor_exit_node', 'Sentinel AWS_APIfromTor'],
  risks: ['leaked-credentials'],
  parameters,
  examples: {
    fires: [
      example(
        'a call from a documented test network',
        callTo('s3')('ListBuckets', null, { ip: '192.0.2.7' }),
      ),
    ],
    quiet: [
      example('a call from elsewhere', callTo('s3')('ListBuckets')),
      example('it is denied', callTo('s3')('ListBuckets', null, { ip: '192.0.2.7', error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, _context, { networks }) => {
    if (record.errorCode !== null || !isPublicAddress(record.sourceIp)) return undefined
    if (!listOf(networks).holds(record.sourceIp)) return undefined
    return actMatch(record, {
      of: record.sourceIp,
      title: `${whoIn(record)} called from ${record.sourceIp}, which is on your list`,
      summary: `${ranIn(record)} from ${record.sourceIp}.`,
    })
  },
})
