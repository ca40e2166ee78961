/**
 * USD for a byte read, of Athena (5 a TB) and of CloudTrail Lake (0.005 a GB) alike. Sources: Athena pricing, AWS CloudTrail
 * pricing, us-east-1, October 2025.
 */
const USD_A_BYTE = 5e-12
/** Athena asks for ten megabytes at least, whatever it read. Source: Athena pricing. */
const LEAST_BYTES = 10e6

/** What reading so many bytes costs, in USD. */
export const queryPriceUsd = (bytes: number): number => Math.max(bytes, LEAST_BYTES) * USD_A_BYTE

/** How a question about the past goes. */
export const QUERY_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled', 'over-budget'] as const
export type QueryStatus = (typeof QUERY_STATUSES)[number]
