// SPDX-License-Identifier: Apache-2.0

import Digests

@testable import Attestation

extension FuzzTarget {
  private static let envelopeSeed =
    #"{"payload":"eyJfdHlwZSI6IiJ9","payloadType":"application/vnd.in-toto+json","#
    + #""signatures":[{"keyid":"k","sig":"MAYCAQECAQE="}]}"#

  /// A DSSE envelope: it reads as it is written.
  static let envelope = FuzzTarget("envelope", seeds: [envelopeSeed]) { bytes in
    guard let envelope = try read({ try Envelope.parse(bytes) }) else { return }
    let encoded = envelope.encoded()
    try require(try Envelope.parse(encoded).encoded() == encoded, "it reads as it is written")
  }

  /// Envelopes, one a line.
  static let envelopeLines = FuzzTarget(
    "envelope-lines", seeds: ["\(envelopeSeed)\n\n\(envelopeSeed)\n{}\n"]
  ) { bytes in
    guard let lines = try read({ try EnvelopeLines(parsing: bytes) }) else { return }
    let numbers = lines.envelopes.map(\.line) + lines.foreignLines.map(\.line)
    try require(Set(numbers).count == numbers.count, "a line is one thing")
  }

  /// An in-toto statement with SLSA provenance.
  static let statement = FuzzTarget(
    "statement",
    seeds: [
      #"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"m","digest":{"sha256":"#
        + #""\#(Digest.of([]).hex)"}}],"predicateType":"https://slsa.dev/provenance/v1","#
        + #""predicate":{"buildDefinition":{"buildType":"https://e.org/b","externalParameters":"#
        + #"{"a":1},"resolvedDependencies":[{"uri":"git+https://e.org/r","digest":{"gitCommit":"#
        + #""1111111111111111111111111111111111111111"},"content":"YQ=="}]},"runDetails":"#
        + #"{"builder":{"id":"https://e.org/"},"metadata":{"invocationId":"1","startedOn":"#
        + #""2026-03-01T09:31:00.25+01:00"}}}}"#
    ]
  ) { bytes in
    guard let statement = try read({ try Statement.parse(bytes: bytes) }) else { return }
    let encoded = statement.encoded()
    try require(
      try Statement.parse(bytes: encoded).encoded() == encoded, "it reads as it is written")
    _ = try read { try Provenance.parse(statement) }
  }

  /// A Sigstore bundle: it reads as it is written.
  static let bundle = FuzzTarget(
    "bundle",
    seeds: [
      #"{"mediaType":"\#(SigstoreBundle.mediaType)","verificationMaterial":{"publicKey":{"hint":"#
        + #""h"},"tlogEntries":[]},"dsseEnvelope":\#(envelopeSeed)}"#
    ]
  ) { bytes in
    guard let bundle = try read({ try SigstoreBundle.parse(bytes) }) else { return }
    let encoded = bundle.encoded()
    try require(
      try SigstoreBundle.parse(encoded).encoded() == encoded, "it reads as it is written")
  }

  /// A public key, as PEM and as what stands in it.
  static let publicKey = FuzzTarget("public-key", seeds: keySeeds) { bytes in
    for text in [bytes, pem("PUBLIC KEY", bytes)] {
      guard let key = try read({ try VerificationKey(pem: text) }) else { continue }
      try require(
        try VerificationKey(pem: Array(key.pem.utf8)).keyID == key.keyID, "a key keeps its name")
      try require(!key.isValid(signature: bytes, over: [1]), "nobody guesses a signature")
    }
  }

  /// A private key, as PEM and as what stands in it.
  static let signingKey = FuzzTarget("signing-key", seeds: keySeeds) { bytes in
    for text in [bytes, pem("PRIVATE KEY", bytes), pem("EC PRIVATE KEY", bytes)] {
      guard let key = try read({ try SigningKey(pem: text) }) else { continue }
      let written = key.pem ?? ""
      try require(
        try SigningKey(pem: Array(written.utf8)).pem == written, "a key reads as it is written")
    }
  }

  private static func pem(_ label: String, _ content: [UInt8]) -> [UInt8] {
    Array(PEM(label: label, content: content).text.utf8)
  }

  /// The key that is nobody's: its number is 1, and its point the generator of P-256.
  private static let keySeeds: [[UInt8]] = {
    let point =
      "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
      + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    let one = String(repeating: "0", count: 63) + "1"
    let algorithm = "301306072a8648ce3d020106082a8648ce3d030107"
    let subjectPublicKeyInfo = "3059" + algorithm + "034200" + point
    let sec1 = "30770201010420" + one + "a00a06082a8648ce3d030107a144034200" + point
    let pkcs8 = "308187020100" + algorithm + "046d306b0201010420" + one + "a144034200" + point
    let keys = [subjectPublicKeyInfo, sec1, pkcs8].compactMap { Hex.decode($0.utf8) }
    let labels = ["PUBLIC KEY", "EC PRIVATE KEY", "PRIVATE KEY"]
    return keys + zip(labels, keys).map { pem($0, $1) }
  }()
}
