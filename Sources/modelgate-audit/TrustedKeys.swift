// SPDX-License-Identifier: Apache-2.0

import Attestation
import Files
import SystemPackage
import ToolSupport

/// The public keys that an audit believes.
enum TrustedKeys {
  /// Those named, or the public half of the user's own key when none is.
  static func load(_ paths: [String]) throws -> [VerificationKey] {
    guard paths.isEmpty else {
      return try paths.map { try VerificationKey(pemFile: FilePath($0)) }
    }
    guard let own = KeyLocation.defaultPublicKey,
      (try? FileStatus(following: own)) != nil
    else { return [] }
    return [try VerificationKey(pemFile: own)]
  }
}
