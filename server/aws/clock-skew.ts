import { SECOND_MS } from '#server/domain/time.ts'

/** How far this machine's clock is ahead of AWS's, in ms, from the Date header of an unsigned request; undefined when none came. */
export async function clockSkewMs(region: string, now: () => number = Date.now): Promise<number | undefined> {
  const url = process.env.AWS_ENDPOINT_URL ?? `https://sts.${region}.amazonaws.com/`
  try {
    const before = now()
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) })
    await response.body?.cancel()
    const header = Date.parse(response.headers.get('date') ?? '')
    return Number.isNaN(header) ? undefined : (before + now()) / 2 - (header + SECOND_MS / 2)
  } catch {
    return undefined
  }
}
