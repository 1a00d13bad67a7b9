// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Attestation

@Suite struct AllowedSignersTests {
  private static let key = SigningKey.generate(.ed25519).verificationKey
  private static let now: Int64 = 1_790_000_000  // 2026-09-21T14:13:20Z

  private static func allows(_ options: String, _ namespace: String = "modelgate") throws -> Bool {
    let line = "me@example.org \(options) \(try #require(key.sshText)) comment here"
    let entry = try #require(AllowedSigners(parsing: Array(line.utf8)).entries.first)
    return entry.allows(namespace, at: now)
  }

  @Test(arguments: [
    ("", true), ("namespaces=\"modelgate\"", true), ("namespaces=\"git,model*\"", true),
    ("namespaces=\"git\"", false), ("namespaces=\"modelgat?\"", true),
    ("namespaces=\"modelgate?\"", false),
    ("valid-after=\"20260921141320Z\"", true), ("valid-after=\"20260921141321Z\"", false),
    ("valid-before=\"20260921141320Z\"", false), ("valid-before=\"20260921141321Z\"", true),
    // Without a zone the strictest one counts.
    ("valid-after=\"20260921021320\"", true), ("valid-after=\"20260921021321\"", false),
    ("valid-before=\"20260922041320\"", false), ("valid-before=\"20260922041321\"", true),
    ("valid-after=\"20260920\",valid-before=\"20270101Z\",namespaces=\"modelgate\"", true),
  ])
  func honoursTheOptions(_ options: String, _ expected: Bool) throws {
    #expect(try Self.allows(options) == expected)
  }

  @Test func passesOverWhatItCannotHonour() throws {
    let key = try #require(Self.key.sshText)
    let text = """
      # comment

      me cert-authority \(key)
      me valid-before="soon" \(key)
      me ssh-rsa AAAA
      me ssh-ed25519
      me ecdsa-sha2-nistp256 \(key.split(separator: " ")[1])
      "a b",c \(key)
      me valid-before="20200101",valid-before="20990101" \(key)
      """
    let signers = AllowedSigners(parsing: Array(text.utf8) + [0x0a, 0xff, 0x0a])
    #expect(signers.entries.map(\.principals) == ["a b,c"])
    #expect(signers.passedOver.map(\.line) == [3, 4, 5, 6, 7, 9, 10])
    #expect(signers.passedOver.first?.reason == "its option 'cert-authority' is not known")
  }

  /// No time can be written for these, so that nothing is certain of them.
  @Test(arguments: [Int64.min, -63_000_000_000, 254_000_000_000, .max])
  func allowsNothingWithAnEndAtATimeThatIsNone(_ time: Int64) throws {
    for option in ["valid-before=\"20991231\"", "valid-after=\"20200101\""] {
      for zone in ["", "Z"] {
        let dated = option.dropLast() + zone + "\""
        let line = "me \(dated) \(try #require(Self.key.sshText))"
        let entry = try #require(AllowedSigners(parsing: Array(line.utf8)).entries.first)
        #expect(!entry.allows("modelgate", at: time), "\(line)")
      }
    }
  }

  @Test func trustNamesTheSigner() async throws {
    let signing = SigningKey.generate(.ed25519)
    let line = "me@example.org \(try #require(signing.verificationKey.sshText))"
    var trust = Trust(keys: [])
    trust.add(AllowedSigners(parsing: Array(line.utf8)), time: Self.now)
    let payload = try await trust.verify(try Examples.statement.signed(with: signing))
    #expect(payload.signer.ground == .principals("me@example.org"))
  }
}
