const BOUNDS_MS = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000]

type Histogram = {
  method: string
  path: string
  status: number
  buckets: number[]
  sumMs: number
  count: number
}

const shared = globalThis as { sightlineRequests?: Map<string, Histogram> }

/** Counts one answered request of this process. */
export function observeRequest(method: string, path: string, status: number, durationMs: number): void {
  shared.sightlineRequests ??= new Map()
  const key = `${method} ${path} ${status}`
  const histogram = shared.sightlineRequests.get(key) ?? {
    method,
    path,
    status,
    buckets: BOUNDS_MS.map(() => 0),
    sumMs: 0,
    count: 0,
  }
  shared.sightlineRequests.set(key, histogram)
  for (const [i, bound] of BOUNDS_MS.entries())
    if (durationMs <= bound) histogram.buckets[i] = (histogram.buckets[i] ?? 0) + 1
  histogram.sumMs += durationMs
  histogram.count++
}

/** A label's value as Prometheus' text format wants it. */
export function labelValue(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
}

/** The request histogram in Prometheus' text format, in seconds. */
export function requestMetricsText(): string {
  const name = 'sightline_http_request_duration_seconds'
  const lines = [`# HELP ${name} Time to answer an API request.`, `# TYPE ${name} histogram`]
  for (const { method, path, status, buckets, sumMs, count } of shared.sightlineRequests?.values() ?? []) {
    const labels = `method="${method}",path="${labelValue(path)}",status="${status}"`
    for (const [i, bound] of BOUNDS_MS.entries())
      lines.push(`${name}_bucket{${labels},le="${bound / 1000}"} ${buckets[i]}`)
    lines.push(`${name}_bucket{${labels},le="+Inf"} ${count}`)
    lines.push(`${name}_sum{${labels}} ${sumMs / 1000}`, `${name}_count{${labels}} ${count}`)
  }
  return `${lines.join('\n')}\n`
}
