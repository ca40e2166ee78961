import type { Detection } from '#server/detections/define-detection.ts'
import { iamEnumeration } from './iam-enumeration.ts'
import { iamEnumerationDenied } from './iam-enumeration-denied.ts'
import { keyQuarantineRemoved } from './key-quarantine-removed.ts'
import { keyQuarantined } from './key-quarantined.ts'
import { mfaChangedWithoutMfa } from './mfa-changed-without-mfa.ts'
import { mfaDeviceRegistered } from './mfa-device-registered.ts'
import { mfaDeviceRemoved } from './mfa-device-removed.ts'
import { oidcProviderChanged } from './oidc-provider-changed.ts'
import { passwordChanged } from './password-changed.ts'
import { passwordPolicyWeakened } from './password-policy-weakened.ts'
import { permissionsBoundaryChanged } from './permissions-boundary-changed.ts'
import { permissionsBoundaryRemoved } from './permissions-boundary-removed.ts'
import { principalEnumeration } from './principal-enumeration.ts'
import { rolesAnywhereProfileCreated } from './roles-anywhere-profile-created.ts'
import { rootAccessKeyCreated } from './root-access-key-created.ts'
import { rootAccessKeyUsed } from './root-access-key-used.ts'
import { rootCredentialsChanged } from './root-credentials-changed.ts'
import { rootSignInFailed } from './root-sign-in-failed.ts'
import { rootSignedIn } from './root-signed-in.ts'
import { rootUsed } from './root-used.ts'
import { s3BrowserChangesIam } from './s3-browser-changes-iam.ts'
import { samlProviderChanged } from './saml-provider-changed.ts'
import { trustAnchorCreated } from './trust-anchor-created.ts'

export const IDENTITY_DETECTIONS: readonly Detection[] = [
  iamEnumeration,
  iamEnumerationDenied,
  keyQuarantineRemoved,
  keyQuarantined,
  mfaChangedWithoutMfa,
  mfaDeviceRegistered,
  mfaDeviceRemoved,
  oidcProviderChanged,
  passwordChanged,
  passwordPolicyWeakened,
  permissionsBoundaryChanged,
  permissionsBoundaryRemoved,
  principalEnumeration,
  rolesAnywhereProfileCreated,
  rootAccessKeyCreated,
  rootAccessKeyUsed,
  rootCredentialsChanged,
  rootSignInFailed,
  rootSignedIn,
  rootUsed,
  s3BrowserChangesIam,
  samlProviderChanged,
  trustAnchorCreated,
]
