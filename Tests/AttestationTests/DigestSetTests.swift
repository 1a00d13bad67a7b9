// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Testing

@Suite struct DigestSetTests {
  static let one = Digest.of([1]).hex
  static let two = Digest.of([2]).hex

  @Test func agreesOnATrustedDigest() {
    let left: DigestSet = ["sha256": Self.one, "future": "x"]
    #expect(left.compared(with: ["sha256": Self.one, "dirHash": Self.two]) == .same)
  }

  /// in-toto would be content with the one that agrees.
  @Test func everySharedDigestMustAgree() {
    let left: DigestSet = ["sha256": Self.one, "md5": "a"]
    #expect(left.compared(with: ["sha256": Self.one, "md5": "b"]) == .different("md5"))
    #expect(left.compared(with: ["md5": "a", "sha256": Self.two]) == .different("sha256"))
  }

  @Test func weakAndUnknownDigestsProveNothing() {
    let left: DigestSet = ["md5": "a", "sha1": "b", "future": "c"]
    #expect(left.compared(with: left) == .incomparable)
    #expect(!left.isIdentifying)
    #expect(left.compared(with: [:]) == .incomparable)
    let right: DigestSet = ["sha512": "x"]
    #expect(DigestSet(.of([1])).compared(with: right) == .incomparable)
  }
}
