// SPDX-License-Identifier: Apache-2.0

import Digests

extension VerificationKey {
  /// The key as OpenSSH writes it on the wire.
  var sshBlob: [UInt8]? { SSHKeyKind.of(scheme)?.blob(point) }

  /// The key as it stands in `id_ed25519.pub` and in `allowed_signers`: kind, space, base64.
  public var sshText: String? {
    guard let kind = SSHKeyKind.of(scheme) else { return nil }
    return kind.name + " " + Base64.encode(kind.blob(point))
  }

  /// The name that `ssh-keygen -l` prints: `SHA256:` and base64 without padding.
  public var sshFingerprint: String {
    let digest = Base64.encode(Digest.of(sshBlob ?? []).bytes)
    return "SHA256:" + digest.prefix { $0 != "=" }
  }

  /// Reads the first line of a public key file of OpenSSH; nil when it is something else.
  static func ssh(_ text: [UInt8]) -> VerificationKey? {
    let line = text.prefix { $0 != 0x0a && $0 != 0x0d }
    let words = line.split(separator: 0x20, maxSplits: 2)
    guard words.count >= 2, text.drop(while: { $0 != 0x0a }).allSatisfy({ $0 == 0x0a }) else {
      return nil
    }
    return ssh(kind: words[0], base64: words[1])
  }

  static func ssh(kind: ArraySlice<UInt8>, base64: ArraySlice<UInt8>) -> VerificationKey? {
    guard let blob = Base64.decode(base64), let key = SSHKeyKind.key(blob: blob),
      let name = SSHKeyKind.of(key.scheme)?.name, name.utf8.elementsEqual(kind)
    else { return nil }
    return key
  }
}
