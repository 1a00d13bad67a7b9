// SPDX-License-Identifier: Apache-2.0

/// Who signed, and why that is known.
public struct Signer: Hashable, Sendable, CustomStringConvertible {
  /// What makes the key believed.
  public enum Ground: Hashable, Sendable {
    /// The key itself was given.
    case key
    /// A line of an `allowed_signers` file lets these principals sign with it.
    case principals(String)
    /// A trusted authority certified it for this subject.
    case certificate(subject: String)
  }

  /// The key that signed.
  public let key: VerificationKey
  /// Why it is believed.
  public let ground: Ground

  /// The signer for people.
  public var description: String {
    switch ground {
    case .key: key.keyID
    case .principals(let names): "\(names), \(key.sshFingerprint)"
    case .certificate(let subject): "\(subject), \(key.keyID)"
    }
  }
}
