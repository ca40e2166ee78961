import { type IpRange, parseIpRange } from '#server/domain/iam/ip-range.ts'

const MOST_REMEMBERED = 20_000

/** Addresses and networks, however many, as fast as one. What cannot be read is left out. */
export class AddressList {
  readonly #networks = new Map<string, { size: number; drop: bigint; bits: Set<bigint> }>()
  readonly #answers = new Map<string, boolean>()

  constructor(networks: readonly string[]) {
    for (const text of networks) {
      const range = parseIpRange(text.trim())
      if (range) this.#add(range)
    }
  }

  /** Whether an address is in one of the networks. */
  holds(address: string): boolean {
    const known = this.#answers.get(address)
    if (known !== undefined) return known
    if (this.#answers.size >= MOST_REMEMBERED) this.#answers.clear()
    const range = parseIpRange(address)
    const isHeld = range !== undefined && range.prefixLength === range.size && this.#find(range)
    if (address.length < 50) this.#answers.set(address, isHeld)
    return isHeld
  }

  #add({ bits, prefixLength, size }: IpRange): void {
    const name = `${size} ${prefixLength}`
    const drop = BigInt(size - prefixLength)
    const same = this.#networks.get(name) ?? { size, drop, bits: new Set<bigint>() }
    same.bits.add(bits >> drop)
    this.#networks.set(name, same)
  }

  #find({ bits, size }: IpRange): boolean {
    for (const networks of this.#networks.values())
      if (networks.size === size && networks.bits.has(bits >> networks.drop)) return true
    return false
  }
}
