// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// Writes lists that the tools of checksums verify: `sha256sum --check`, `b3sum --check`.
public enum ChecksumListText {
  /// How a line looks.
  public enum Style: Sendable {
    /// `DIGEST  NAME`.
    case gnu
    /// `ALGORITHM (NAME) = DIGEST`.
    case bsd
  }

  /// What BSD's lines call the functions that can be written.
  private static let tags: [DigestAlgorithm: String] = [.sha256: "SHA256", .blake3: "BLAKE3"]

  /// One line a file, in the order given.
  ///
  /// Refuses names with control bytes that no escape stands for, a carriage return in those of
  /// BLAKE3, which b3sum does not write as an escape, and functions without a tool.
  public static func write(
    _ files: some Sequence<(path: RelativePath, digest: Digest)>, _ style: Style
  )
    throws(ManifestError) -> [UInt8]
  {
    var text: [UInt8] = []
    for (path, digest) in files {
      guard let tag = tags[digest.algorithm] else {
        throw ManifestError("no list of \(digest.algorithm.rawValue) is written")
      }
      let isReadable = digest.algorithm != .blake3 || !path.bytes.contains(UInt8(ascii: "\r"))
      guard isReadable, NativeLine.canWrite(path) else {
        throw ManifestError("the name '\(path)' holds a control character; rename it")
      }
      switch style {
      case .gnu: _ = NativeLine.write(digest, path, to: &text)
      case .bsd: writeTagged(tag, digest, path, to: &text)
      }
    }
    return text
  }

  private static func writeTagged(
    _ tag: String, _ digest: Digest, _ path: RelativePath, to text: inout [UInt8]
  ) {
    let name = NativeLine.written(path)
    if name.count != path.bytes.count { text.append(UInt8(ascii: "\\")) }
    text += "\(tag) (".utf8
    text += name
    text += ") = \(digest.hex)\n".utf8
  }
}
