import type { WorkerMetrics } from '#server/services/operations/worker-metrics.ts'
import { labelValue, requestMetricsText } from './request-metrics.ts'

type Sample = [labels: Record<string, string>, value: number]

function gauge(name: string, help: string, samples: Sample[]): string {
  const lines = samples.map(([labels, value]) => {
    const text = Object.entries(labels).map(([key, label]) => `${key}="${labelValue(label)}"`)
    return `${name}{${text.join(',')}} ${value}`
  })
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines, ''].join('\n')
}

/** The whole of /metrics in Prometheus' text format. */
export function metricsText({ runs, collectors, alerts }: WorkerMetrics): string {
  const place = (row: WorkerMetrics['collectors'][number]) => ({
    collector: row.collector,
    account: row.accountId,
    region: row.region,
  })
  return [
    requestMetricsText(),
    gauge(
      'sightline_collector_runs_24h',
      'Collector runs of the last 24 hours by status.',
      runs.map((row) => [{ collector: row.collector, status: row.status }, row.count]),
    ),
    gauge(
      'sightline_collector_last_run_timestamp_seconds',
      'End of the last collector run.',
      collectors.flatMap((row): Sample[] =>
        row.lastAtSeconds === null ? [] : [[place(row), row.lastAtSeconds]],
      ),
    ),
    gauge(
      'sightline_collector_duration_seconds',
      'Mean duration of the runs of the last 24 hours.',
      collectors.map((row) => [place(row), row.durationSeconds]),
    ),
    gauge(
      'sightline_aws_calls_24h',
      'AWS API calls of the last 24 hours.',
      collectors.map((row) => [place(row), row.calls]),
    ),
    gauge(
      'sightline_aws_throttles_24h',
      'Calls that AWS throttled in the last 24 hours.',
      collectors.map((row) => [place(row), row.throttles]),
    ),
    gauge(
      'sightline_aws_cost_usd_24h',
      'What the calls of the last 24 hours cost.',
      collectors.map((row) => [place(row), row.costUsd]),
    ),
    gauge(
      'sightline_alerts',
      'Open alerts.',
      alerts.map((row) => [{ state: row.state, severity: row.severity }, row.count]),
    ),
  ].join('')
}
