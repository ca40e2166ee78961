import type { Detection } from '#server/detections/define-detection.ts'
import { accessKeyNewNetwork } from './access-key-new-network.ts'
import { attackTool } from './attack-tool.ts'
import { callsDenied } from './calls-denied.ts'
import { callsDeniedOfManyKinds } from './calls-denied-of-many-kinds.ts'
import { denialsRose } from './denials-rose.ts'
import { federationTokenMade } from './federation-token-made.ts'
import { functionDenied } from './function-denied.ts'
import { functionRoleNewNetwork } from './function-role-new-network.ts'
import { functionRoleUsedElsewhere } from './function-role-used-elsewhere.ts'
import { identityAskedFirstTime } from './identity-asked-first-time.ts'
import { instanceRoleNewNetwork } from './instance-role-new-network.ts'
import { instanceRoleOnInternet } from './instance-role-on-internet.ts'
import { listedAddress } from './listed-address.ts'
import { longTermKeyUsed } from './long-term-key-used.ts'
import { mailServiceLookedThrough } from './mail-service-looked-through.ts'
import { passwordSpraying } from './password-spraying.ts'
import { personNewNetwork } from './person-new-network.ts'
import { regionEnabled } from './region-enabled.ts'
import { regionFirstUsed } from './region-first-used.ts'
import { regionNotAllowed } from './region-not-allowed.ts'
import { roleAssumedByNewService } from './role-assumed-by-new-service.ts'
import { roleAssumedByNewUser } from './role-assumed-by-new-user.ts'
import { roleChained } from './role-chained.ts'
import { secretScannerTriedKey } from './secret-scanner-tried-key.ts'
import { sessionTokenMade } from './session-token-made.ts'
import { sessionUsedFromSeveralNetworks } from './session-used-from-several-networks.ts'
import { signInAfterFailures } from './sign-in-after-failures.ts'
import { signInFromSeveralNetworks } from './sign-in-from-several-networks.ts'
import { signInGuessed } from './sign-in-guessed.ts'
import { signInOutsideSingleSignOn } from './sign-in-outside-single-sign-on.ts'
import { signInTokenByTool } from './sign-in-token-by-tool.ts'
import { signInWithoutMfa } from './sign-in-without-mfa.ts'
import { signInsFailedFromAddress } from './sign-ins-failed-from-address.ts'

export const SESSIONS_DETECTIONS: readonly Detection[] = [
  accessKeyNewNetwork,
  attackTool,
  callsDenied,
  callsDeniedOfManyKinds,
  denialsRose,
  federationTokenMade,
  functionDenied,
  functionRoleNewNetwork,
  functionRoleUsedElsewhere,
  identityAskedFirstTime,
  instanceRoleNewNetwork,
  instanceRoleOnInternet,
  listedAddress,
  longTermKeyUsed,
  mailServiceLookedThrough,
  passwordSpraying,
  personNewNetwork,
  regionEnabled,
  regionFirstUsed,
  regionNotAllowed,
  roleAssumedByNewService,
  roleAssumedByNewUser,
  roleChained,
  secretScannerTriedKey,
  sessionTokenMade,
  sessionUsedFromSeveralNetworks,
  signInAfterFailures,
  signInFromSeveralNetworks,
  signInGuessed,
  signInOutsideSingleSignOn,
  signInTokenByTool,
  signInWithoutMfa,
  signInsFailedFromAddress,
]
