// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import StrictJSON
public import SystemPackage

/// An OCI image layout in a folder: content by its digest, which is checked whenever it is read.
///
/// Source: opencontainers/image-spec, image-layout.md. No name of a foreign document becomes a path:
/// blobs are found by the hexadecimal digits of their digest.
public struct OCILayout: ~Copyable {
  private let root: RootDirectory
  /// What the index lists.
  public let index: OCIIndex

  /// Opens a layout.
  public init(_ path: FilePath) throws {
    let root = try RootDirectory(path)
    let version = try JSONValue.parse(try root.read(Self.path("oci-layout"), limit: 4096))
    do throws(JSONFieldError) {
      try JSONField(version, root: "oci-layout").required("imageLayoutVersion").expect("1.0.0")
    } catch {
      throw OCIError("not a valid OCI image layout: \(error.message)")
    }
    index = try OCIIndex(
      parsing: try root.read(Self.path("index.json"), limit: OCIIndex.sizeLimit))
    self.root = root
  }

  private static func path(_ text: String) throws -> RelativePath {
    guard let path = RelativePath(text) else { throw OCIError("'\(text)' is no path") }
    return path
  }

  private static func blobPath(_ digest: Digest) throws -> RelativePath {
    try path("blobs/sha256/\(digest.hex)")
  }

  /// Where a blob lies.
  public func file(of descriptor: OCIDescriptor) throws -> FilePath {
    root.path.appending("blobs").appending("sha256").appending(descriptor.digest.hex)
  }

  /// The content of a small blob, which has the length and the digest that are said.
  public func content(of descriptor: OCIDescriptor, limit: Int) throws -> [UInt8] {
    guard descriptor.size <= limit else {
      throw OCIError("the blob \(descriptor.digest) has more than \(limit) bytes")
    }
    let bytes = try root.read(Self.blobPath(descriptor.digest), limit: limit)
    try Self.check(Int64(bytes.count), .of(bytes), descriptor)
    return bytes
  }

  /// Reads a blob of any length, and refuses one that is not what is said.
  public func check(_ descriptor: OCIDescriptor) throws {
    let path = try Self.blobPath(descriptor.digest)
    let (file, status) = try root.openFile(path)
    defer { try? file.close() }
    guard status.size == descriptor.size else {
      return try Self.check(status.size, descriptor.digest, descriptor)
    }
    let reader = try FileReader(file, path: try self.file(of: descriptor))
    var hasher = StreamHasher(.sha256)
    var pieces = reader.pieces(in: 0..<reader.size)
    while let piece = try pieces.next() { hasher.update(piece) }
    try Self.check(reader.size, hasher.finalize(), descriptor)
  }

  private static func check(_ size: Int64, _ digest: Digest, _ descriptor: OCIDescriptor) throws {
    guard size == descriptor.size else {
      throw OCIError(
        "the blob \(descriptor.digest) has \(size) bytes, and \(descriptor.size) are declared")
    }
    guard digest == descriptor.digest else {
      throw OCIError("the blob \(descriptor.digest) has another content, \(digest)")
    }
  }
}
