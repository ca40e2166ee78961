/** The host of an address, in lower case; empty where it has none. */
export function urlHost(address: string): string {
  return (/^[a-z]+:\/\/([^/:?#]+)/i.exec(address)?.[1] ?? address.split('/')[0] ?? '').toLowerCase()
}
