// SPDX-License-Identifier: Apache-2.0

public import Digests

/// What stands in git for a file that Git LFS keeps elsewhere.
///
/// The text is specified in git-lfs' `docs/spec.md`. Reading is as lenient as `git lfs pointer
/// --check`: older version lines, CR LF, a missing or additional newline at the ends, blank lines,
/// leading zeros of the size. `isCanonical` says whether `--check --strict` would take it, too.
public struct LFSPointer: Sendable, Hashable {
  /// The longest text that can be a pointer, in bytes.
  public static let byteLimit = 1024

  private static let version = "https://git-lfs.github.com/spec/v1"
  private static let versions = [
    version, "https://hawser.github.com/spec/v1", "http://git-media.io/v/2",
  ]

  /// SHA-256 of the content; with extensions, of what the last of them made of it.
  public let digest: Digest
  /// Bytes of the content; with extensions, of what the last of them made of it.
  public let size: Int64
  /// The lines of extensions, `ext-N-NAME sha256:…`, ordered as a canonical text has them.
  public let extensions: [String]
  /// Whether the text is exactly what git-lfs writes.
  public let isCanonical: Bool

  /// Describes content without extensions.
  public init(digest: Digest, size: Int64) {
    self.init(digest: digest, size: size, extensions: [], text: nil)
  }

  /// Reads a pointer; an empty text is the pointer of an empty file.
  public init(parsing bytes: [UInt8]) throws(ManifestError) {
    guard bytes.count <= Self.byteLimit else {
      throw ManifestError("a pointer is not longer than \(Self.byteLimit) bytes")
    }
    guard !bytes.isEmpty else {
      self.init(digest: Digest.of([]), size: 0, extensions: [], text: bytes)
      return
    }
    var lines = LFSPointerLines(bytes)
    let version = try lines.value(of: "version")
    guard Self.versions.contains(version) else {
      throw ManifestError("the version '\(version.prefix(80))' is not known", line: lines.number)
    }
    let digest = try Self.digest(lines.value(of: "oid"), lines.number)
    let size = try Self.size(lines.value(of: "size"), lines.number)
    let extensions = try lines.end()
    self.init(digest: digest, size: size, extensions: extensions, text: bytes)
  }

  private init(digest: Digest, size: Int64, extensions: [String], text: [UInt8]?) {
    self.digest = digest
    self.size = size
    self.extensions = extensions.sorted()
    // Of an empty file git-lfs writes nothing, so no text of one is canonical.
    let canonical = size == 0 ? [] : Self.text(digest, size, self.extensions)
    isCanonical = text.map { $0 == canonical } ?? true
  }

  /// The canonical text; nothing at all for an empty file.
  public var bytes: [UInt8] { size == 0 ? [] : Self.text(digest, size, extensions) }

  private static func text(_ digest: Digest, _ size: Int64, _ extensions: [String]) -> [UInt8] {
    let lines = ["version \(version)"] + extensions + ["oid \(digest)", "size \(size)"]
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private static func digest(_ text: String, _ line: Int) throws(ManifestError) -> Digest {
    guard let digest = Digest(text), digest.algorithm == .sha256, digest.description == text else {
      throw ManifestError(
        "the oid is not 'sha256:' and 64 lower-case hexadecimal digits", line: line)
    }
    return digest
  }

  private static func size(_ text: String, _ line: Int) throws(ManifestError) -> Int64 {
    guard let size = Int64(text), size >= 0 else {
      throw ManifestError("the size is not a number of bytes", line: line)
    }
    return size
  }
}
