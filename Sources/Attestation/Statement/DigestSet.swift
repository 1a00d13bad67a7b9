// SPDX-License-Identifier: Apache-2.0

public import Digests
public import StrictJSON

/// Digests of one thing by the names of in-toto's digest set: `sha256`, `gitCommit`, `dirHash`.
///
/// Source: in-toto/attestation, spec/v1/digest_set.md. Names that are not known are kept as they
/// stand and prove nothing.
public struct DigestSet: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  /// What two sets say of the things they describe.
  public enum Comparison: Hashable, Sendable {
    /// At least one trusted digest is in both, and every digest that is in both is the same.
    case same
    /// This digest is in both and differs.
    case different(String)
    /// No trusted digest is in both.
    case incomparable
  }

  /// The digests as a JSON object of strings, in order.
  public private(set) var json: JSONObject

  /// Makes a set from names and lower-case hexadecimal; of two of one name the last stays.
  public init(dictionaryLiteral digests: (String, String)...) {
    json = JSONObject()
    for (name, hex) in digests { json[name] = .string(hex) }
  }

  /// Makes a set of one digest, under its algorithm's name.
  public init(_ digest: Digest) {
    json = [digest.algorithm.rawValue: .string(digest.hex)]
  }

  init(_ field: JSONField) throws(JSONFieldError) {
    json = try field.object()
    for name in json.names {
      let digest = try field.required(name)
      let hex = try digest.nonemptyString()
      if let lengths = Self.hexLengths(name), !lengths.contains(hex.utf8.count) || !hex.isLowerHex {
        throw digest.error("is not a digest in lower-case hexadecimal")
      }
    }
  }

  /// The digest of that name in hexadecimal; setting nil removes it.
  public subscript(name: String) -> String? {
    get { json[name]?.string }
    set { json[name] = newValue.map(JSONValue.string) }
  }

  /// The SHA-256, when there is one.
  public var sha256: Digest? { self["sha256"].flatMap { Digest(.sha256, hex: $0) } }

  /// Whether there are none.
  public var isEmpty: Bool { json.isEmpty }

  /// Compares every digest that both have.
  ///
  /// in-toto is content when one of them agrees; here all must, so that adding a weak digest to a
  /// set never makes it easier to match.
  public func compared(with other: DigestSet) -> Comparison {
    var hasTrusted = false
    for (name, value) in json {
      guard let theirs = other.json[name] else { continue }
      guard value == theirs else { return .different(name) }
      hasTrusted = hasTrusted || Self.isTrusted(name)
    }
    return hasTrusted ? .same : .incomparable
  }

  /// Whether any digest identifies its thing; MD5, SHA-1 and unknown names do not.
  public var isIdentifying: Bool { json.names.contains(where: Self.isTrusted) }

  private static func isTrusted(_ name: String) -> Bool {
    switch JSONValue.string(name) {
    case "sha256", "sha384", "sha512", "dirHash", "gitCommit", "gitTree", "gitBlob", "gitTag": true
    default: false
    }
  }

  /// How many digits the known names have; git's are SHA-1 or SHA-256.
  private static func hexLengths(_ name: String) -> [Int]? {
    switch JSONValue.string(name) {
    case "sha256", "dirHash": [64]
    case "sha384": [96]
    case "sha512": [128]
    case "sha1": [40]
    case "md5": [32]
    case "gitCommit", "gitTree", "gitBlob", "gitTag": [40, 64]
    default: nil
    }
  }
}

extension String {
  /// Whether every byte is a digit or one of `a` to `f`.
  fileprivate var isLowerHex: Bool {
    utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
