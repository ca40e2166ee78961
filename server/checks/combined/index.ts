import type { AnyCheck } from '#server/checks/define-check.ts'
import { crossAccountAdmin } from './cross-account-admin.ts'
import { hijackableAdmin } from './hijackable-admin.ts'
import { openAdmin } from './open-admin.ts'
import { openAdminSecrets } from './open-admin-secrets.ts'
import { openData } from './open-data.ts'
import { openUnlogged } from './open-unlogged.ts'
import { openUnthrottledWallet } from './open-unthrottled-wallet.ts'
import { openVulnerable } from './open-vulnerable.ts'
import { openWithSecrets } from './open-with-secrets.ts'

export const COMBINED_CHECKS: readonly AnyCheck[] = [
  openAdminSecrets,
  openAdmin,
  openWithSecrets,
  openVulnerable,
  openData,
  crossAccountAdmin,
  hijackableAdmin,
  openUnthrottledWallet,
  openUnlogged,
]
