// SPDX-License-Identifier: Apache-2.0

/// A digest together with the algorithm that made it.
///
/// Its text form is `algorithm:hex` in lower case, as OCI descriptors write it.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// The hash function.
  public let algorithm: DigestAlgorithm
  /// The raw digest, `algorithm.byteCount` bytes.
  public let bytes: [UInt8]

  /// Wraps raw bytes, or returns nil when their number is not the algorithm's.
  public init?(_ algorithm: DigestAlgorithm, bytes: [UInt8]) {
    guard bytes.count == algorithm.byteCount else { return nil }
    self.init(algorithm, unchecked: bytes)
  }

  /// Reads lower- or upper-case hexadecimal of the algorithm's length.
  public init?(_ algorithm: DigestAlgorithm, hex: some StringProtocol) {
    guard hex.utf8.count == algorithm.byteCount * 2, let bytes = Hex.decode(hex.utf8) else {
      return nil
    }
    self.init(algorithm, unchecked: bytes)
  }

  /// Reads the `algorithm:hex` form.
  public init?(_ text: some StringProtocol) {
    guard let colon = text.firstIndex(of: ":"),
      let algorithm = DigestAlgorithm(rawValue: String(text[..<colon]))
    else { return nil }
    self.init(algorithm, hex: text[text.index(after: colon)...])
  }

  package init(_ algorithm: DigestAlgorithm, unchecked bytes: [UInt8]) {
    self.algorithm = algorithm
    self.bytes = bytes
  }

  /// The digest in lower-case hexadecimal, without the algorithm.
  public var hex: String { Hex.encode(bytes) }

  /// The `algorithm:hex` form.
  public var description: String { "\(algorithm.rawValue):\(hex)" }
}
