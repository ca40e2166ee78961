import { ipRangeHolds, parseIpRange } from '#server/domain/iam/ip-range.ts'

/** Addresses that say nothing of a place: private, shared, loopback and link-local. Source: RFC 6890. */
const NOWHERE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '0.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
].flatMap((range) => parseIpRange(range) ?? [])

const MOST_REMEMBERED = 20_000
const publicity = new Map<string, boolean>()

/** Whether an address is one of the internet's; "AWS Internal" and a service's name are none. */
export function isPublicAddress(address: string | null): address is string {
  if (address === null || address.length > 45) return false
  const known = publicity.get(address)
  if (known !== undefined) return known
  if (publicity.size >= MOST_REMEMBERED) publicity.clear()
  const isPublic = findPublicity(address)
  publicity.set(address, isPublic)
  return isPublic
}

function findPublicity(address: string): boolean {
  if (address.includes('/')) return false
  const range = parseIpRange(address)
  return range !== undefined && !NOWHERE.some((nowhere) => ipRangeHolds(nowhere, range))
}

const remembered = new Map<string, string | undefined>()

/**
 * The network of a public address: /16 of IPv4, /32 of IPv6, which is about what a provider hands out. It stands for the
 * place that nobody looks up here.
 */
export function networkOf(address: string | null): string | undefined {
  if (address === null) return undefined
  if (remembered.has(address)) return remembered.get(address)
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  const network = findNetwork(address)
  if (address.length < 50) remembered.set(address, network)
  return network
}

function findNetwork(address: string): string | undefined {
  if (!isPublicAddress(address)) return undefined
  if (address.includes(':')) {
    const [first = '', second = ''] = address.toLowerCase().split(':')
    return `${first}:${second || '0'}::/32`
  }
  const [first, second] = address.split('.').map(Number)
  return `${first}.${second}.0.0/16`
}
