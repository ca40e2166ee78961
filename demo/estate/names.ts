/** The company: a mid-size web shop with its own logistics. Teams own services; services are verbs on nouns. */
export const teams = [
  {
    name: 'shop',
    costCenter: 'cc-1100',
    services: [
      'checkout',
      'cart',
      'catalog',
      'search',
      'storefront',
      'recommendations',
      'reviews',
      'wishlist',
    ],
  },
  {
    name: 'logistics',
    costCenter: 'cc-2100',
    services: ['orders', 'shipping', 'inventory', 'returns', 'warehouse', 'tracking', 'labels'],
  },
  {
    name: 'payments',
    costCenter: 'cc-3100',
    services: ['payments', 'invoices', 'refunds', 'fraud', 'ledger', 'vouchers', 'subscriptions'],
  },
  {
    name: 'data',
    costCenter: 'cc-4100',
    services: ['events', 'reporting', 'exports', 'clickstream', 'segments', 'forecast'],
  },
  {
    name: 'ops',
    costCenter: 'cc-9000',
    services: ['backup', 'alerts', 'housekeeping', 'audit', 'images', 'notifications', 'identity'],
  },
] as const

export const verbs = [
  ['api', 'HTTP API of the {} service'],
  ['webhook', 'Receives partner callbacks for {}'],
  ['worker', 'Works through the {} queue'],
  ['stream', 'Consumes the {} change stream'],
  ['on-upload', 'Runs when a file lands in the {} bucket'],
  ['on-event', 'Reacts to {} domain events'],
  ['nightly', 'Nightly job of {}'],
  ['sync', 'Keeps {} in step with the ERP'],
  ['cleanup', 'Removes expired {} records'],
  ['export', 'Exports {} for finance'],
  ['authorizer', 'Custom authorizer in front of {}'],
  ['notify', 'Sends {} mails and push messages'],
] as const

export const runtimes = [
  ['nodejs22.x', 26],
  ['nodejs20.x', 18],
  ['python3.13', 14],
  ['python3.12', 14],
  ['java21', 6],
  ['nodejs24.x', 6],
  ['provided.al2023', 5],
  ['dotnet8', 3],
  ['ruby3.3', 2],
  ['python3.9', 3],
  ['nodejs16.x', 2],
  ['nodejs18.x', 4],
  ['python3.8', 1],
  ['go1.x', 1],
] as const

export const people = [
  { name: 'alice.meyer', team: 'shop', ip: '203.0.113.24', mfa: true },
  { name: 'bruno.rossi', team: 'logistics', ip: '203.0.113.24', mfa: true },
  { name: 'chiara.novak', team: 'payments', ip: '203.0.113.57', mfa: true },
  { name: 'daniel.okafor', team: 'data', ip: '198.51.100.77', mfa: true },
  { name: 'emma.larsen', team: 'ops', ip: '203.0.113.24', mfa: true },
  { name: 'farid.haddad', team: 'ops', ip: '198.51.100.143', mfa: false },
] as const

export const regionsInUse = ['eu-west-1', 'us-east-1']

export const allRegions = [
  ['us-east-1', 'opt-in-not-required'],
  ['us-east-2', 'opt-in-not-required'],
  ['us-west-1', 'opt-in-not-required'],
  ['us-west-2', 'opt-in-not-required'],
  ['ca-central-1', 'opt-in-not-required'],
  ['sa-east-1', 'opt-in-not-required'],
  ['eu-west-1', 'opt-in-not-required'],
  ['eu-west-2', 'opt-in-not-required'],
  ['eu-central-1', 'opt-in-not-required'],
  ['eu-north-1', 'opt-in-not-required'],
  ['ap-southeast-1', 'opt-in-not-required'],
  ['ap-northeast-1', 'opt-in-not-required'],
  ['af-south-1', 'not-opted-in'],
  ['ap-east-1', 'not-opted-in'],
  ['eu-south-1', 'not-opted-in'],
  ['il-central-1', 'not-opted-in'],
  ['me-south-1', 'not-opted-in'],
] as const
