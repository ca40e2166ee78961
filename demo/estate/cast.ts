import type { CastRole, FunctionSpec, Traffic } from './model.ts'

type CastEntry = {
  role: CastRole
  team: string
  service: string
  name: string
  verb: string
  description: string
  traffic: Partial<Traffic>
  settings: Partial<FunctionSpec>
}

/** The named functions of the first account's first region that the incidents happen to. */
export const cast: CastEntry[] = [
  {
    role: 'storm',
    team: 'logistics',
    service: 'orders',
    name: 'orders-event-fanout',
    verb: 'worker',
    description: 'Fans order events out to warehouse, billing and mail',
    traffic: { kind: 'steady', perMinute: 900, durationMs: 420, errorRate: 0.002, stream: false },
    settings: { memoryMb: 512, timeoutSeconds: 30 },
  },
  {
    role: 'wave',
    team: 'shop',
    service: 'checkout',
    name: 'checkout-api',
    verb: 'api',
    description: 'HTTP API of the checkout service',
    traffic: { kind: 'steady', perMinute: 240, durationMs: 310, errorRate: 0.001 },
    settings: { memoryMb: 1024, timeoutSeconds: 10, keptVersions: 3, aliases: ['live'] },
  },
  {
    role: 'overwrite',
    team: 'payments',
    service: 'invoices',
    name: 'invoice-render',
    verb: 'worker',
    description: 'Renders invoices as PDF',
    traffic: { kind: 'steady', perMinute: 18, durationMs: 1900, errorRate: 0.004 },
    settings: { memoryMb: 2048, timeoutSeconds: 60 },
  },
  {
    role: 'public-url',
    team: 'logistics',
    service: 'shipping',
    name: 'shipping-partner-webhook',
    verb: 'webhook',
    description: 'Receives carrier callbacks',
    traffic: { kind: 'steady', perMinute: 12, durationMs: 150, errorRate: 0.003, asynchronous: false },
    settings: { memoryMb: 256, timeoutSeconds: 15 },
  },
  {
    role: 'leak',
    team: 'ops',
    service: 'images',
    name: 'images-resize',
    verb: 'on-upload',
    description: 'Makes product thumbnails of uploaded pictures',
    traffic: { kind: 'steady', perMinute: 45, durationMs: 820, errorRate: 0.006, asynchronous: true },
    settings: { memoryMb: 1536, timeoutSeconds: 60, roleName: 'images-resize-role' },
  },
  {
    role: 'loop-a',
    team: 'data',
    service: 'exports',
    name: 'exports-split',
    verb: 'on-upload',
    description: 'Splits large exports into parts in the exports bucket',
    traffic: { kind: 'steady', perMinute: 3, durationMs: 2400, errorRate: 0.002, asynchronous: true },
    settings: { memoryMb: 3008, timeoutSeconds: 120, recursiveLoop: 'Terminate' },
  },
  {
    role: 'loop-b',
    team: 'data',
    service: 'exports',
    name: 'exports-merge',
    verb: 'on-event',
    description: 'Merges export parts and writes them back to the exports bucket',
    traffic: { kind: 'steady', perMinute: 3, durationMs: 3100, errorRate: 0.002, asynchronous: true },
    settings: { memoryMb: 3008, timeoutSeconds: 120, recursiveLoop: 'Allow' },
  },
]
