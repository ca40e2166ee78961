/** An address or CIDR range as the bits of its network; the family tells how many bits there are. */
export type IpRange = { bits: bigint; prefixLength: number; size: 32 | 128 }

/** Reads an IPv4 or IPv6 address, with or without /length; undefined when it is neither. */
export function parseIpRange(text: string): IpRange | undefined {
  const [address = '', length, ...more] = text.trim().split('/')
  if (more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined
  const size = address.includes(':') ? 128 : 32
  const bits = size === 128 ? ipv6Bits(address) : ipv4Bits(address)
  const prefixLength = length === undefined ? size : Number(length)
  return bits === undefined || prefixLength > size ? undefined : { bits, prefixLength, size }
}

/** Whether the whole of `inner` lies in `outer`; never across the families. */
export function ipRangeHolds(outer: IpRange, inner: IpRange): boolean {
  if (outer.size !== inner.size || inner.prefixLength < outer.prefixLength) return false
  const drop = BigInt(outer.size - outer.prefixLength)
  return outer.bits >> drop === inner.bits >> drop
}

function ipv4Bits(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return undefined
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)
}

function ipv6Bits(text: string): bigint | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const ending = tail?.[2] === undefined ? undefined : ipv4Bits(tail[2])
  if (tail && ending === undefined) return undefined
  const whole =
    tail && ending !== undefined
      ? `${tail[1]}${(ending >> 16n).toString(16)}:${(ending & 0xffffn).toString(16)}`
      : text
  const halves = whole.split('::')
  if (halves.length > 2) return undefined
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - left.length - right.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n)
}
