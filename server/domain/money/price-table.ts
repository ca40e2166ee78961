/**
 * AWS's list prices of Lambda in USD, without tax, discounts and Savings Plans. Source: AWS Price List
 * (calculator.aws/pricing/2.0/meteredUnitMaps/lambda/USD/current/lambda.json) and aws.amazon.com/lambda/pricing.
 */
export const PRICE_DATE = '2025-10-01'
export const PRICE_SOURCE = 'https://aws.amazon.com/lambda/pricing/'

export type Architecture = 'x86_64' | 'arm64'

/** null: the list was not at hand for this part in this region. */
export type RegionPrices = {
  request: number
  /** Of one GB-second in the first tier. */
  gbSecond: Record<Architecture, number>
  /** Of a GB-second that is kept ready, and of one that runs on what is kept ready. */
  provisioned: Record<Architecture, { kept: number; run: number }> | null
  /** Of a GB-second of /tmp over 512 MB. */
  storageGbSecond: number | null
}

/** Arm costs 0.8 of x86 wherever provisioned concurrency is sold on both. */
const ARM_SHARE = 0.8

function prices(
  requestPerMillion: number,
  x86: number,
  arm: number,
  rest?: { kept: number; run: number; storage: number },
): RegionPrices {
  return {
    request: requestPerMillion / 1_000_000,
    gbSecond: { x86_64: x86, arm64: arm },
    provisioned: rest
      ? {
          x86_64: { kept: rest.kept, run: rest.run },
          arm64: { kept: rest.kept * ARM_SHARE, run: rest.run * ARM_SHARE },
        }
      : null,
    storageGbSecond: rest?.storage ?? null,
  }
}

/** Regions with the price that most have. */
const most = (kept: number, run: number, storage: number) =>
  prices(0.2, 0.0000166667, 0.0000133334, { kept, run, storage })

/** A region that is not here has no price: nothing is worked out for it, and nothing is taken from another region. */
const PRICES: Readonly<Record<string, RegionPrices>> = {
  'us-east-1': most(0.0000041667, 0.0000097222, 0.0000000309),
  'us-east-2': most(0.0000041667, 0.0000097222, 0.0000000309),
  'us-west-1': most(0.0000049041, 0.000011443, 0.000000037),
  'us-west-2': most(0.0000041667, 0.0000097222, 0.0000000309),
  'ca-central-1': most(0.000004646, 0.0000108407, 0.000000034),
  'sa-east-1': most(0.0000066372, 0.0000154867, 0.0000000586),
  'eu-west-1': most(0.000004646, 0.0000108407, 0.000000034),
  'eu-west-2': most(0.0000048304, 0.0000112709, 0.0000000358),
  'eu-west-3': most(0.0000048673, 0.0000113569, 0.0000000358),
  'eu-north-1': most(0.0000044248, 0.0000103245, 0.0000000323),
  'eu-central-1': most(0.0000050147, 0.0000117011, 0.0000000367),
  'ap-south-1': most(0.0000044985, 0.0000104966, 0.0000000352),
  'ap-northeast-1': most(0.0000053835, 0.0000125615, 0.000000037),
  'ap-northeast-2': most(0.0000051254, 0.0000119592, 0.0000000352),
  'ap-northeast-3': most(0.0000053835, 0.0000125615, 0.000000037),
  'ap-southeast-1': most(0.0000051991, 0.0000121313, 0.000000037),
  'ap-southeast-2': most(0.000005236, 0.0000122173, 0.000000037),
  'ap-southeast-3': prices(0.2, 0.0000166667, 0.0000133334),
  'ap-southeast-4': most(0.000005236, 0.0000122173, 0.000000037),
  'ap-southeast-5': prices(0.18, 0.000015, 0.000012, {
    kept: 0.0000046791,
    run: 0.0000109181,
    storage: 0.0000000333,
  }),
  'af-south-1': prices(0.27, 0.0000221, 0.00001768, {
    kept: 0.00000553,
    run: 0.0000129,
    storage: 0.0000000404,
  }),
  'ap-east-1': prices(0.28, 0.00002292, 0.0000183, {
    kept: 0.0000057153,
    run: 0.0000133358,
    storage: 0.0000000407,
  }),
  'eu-south-1': prices(0.23, 0.0000195172, 0.0000156138, {
    kept: 0.0000048783,
    run: 0.0000113827,
    storage: 0.0000000357,
  }),
  'eu-central-2': prices(0.22, 0.0000183334, 0.0000146667, {
    kept: 0.0000055162,
    run: 0.0000128712,
    storage: 0.0000000441,
  }),
  'me-south-1': prices(0.25, 0.0000206667, 0.0000165334, {
    kept: 0.0000051108,
    run: 0.0000119251,
    storage: 0.0000000374,
  }),
  'me-central-1': prices(0.25, 0.0000206667, 0.0000165334),
}

export const PRICED_REGIONS: readonly string[] = Object.keys(PRICES)

/** undefined: no price is known for the region. */
export function pricesOf(region: string): RegionPrices | undefined {
  return Object.hasOwn(PRICES, region) ? PRICES[region] : undefined
}

export type Tier = { upToGbSeconds: number; share: number }

/** Tiers of a month's GB-seconds, by account, region and architecture: up to where, at which share of the first price. */
export const TIERS: Readonly<Record<Architecture, readonly Tier[]>> = {
  x86_64: [
    { upToGbSeconds: 6e9, share: 1 },
    { upToGbSeconds: 15e9, share: 0.9 },
    { upToGbSeconds: Number.POSITIVE_INFINITY, share: 0.8 },
  ],
  arm64: [
    { upToGbSeconds: 7.5e9, share: 1 },
    { upToGbSeconds: 18.75e9, share: 0.9 },
    { upToGbSeconds: Number.POSITIVE_INFINITY, share: 0.8 },
  ],
}

/** Free each month, of one account or of a whole organization together; not for provisioned concurrency. */
export const FREE_TIER = { requests: 1_000_000, gbSeconds: 400_000 }

/** /tmp that costs nothing. */
export const FREE_STORAGE_MB = 512
