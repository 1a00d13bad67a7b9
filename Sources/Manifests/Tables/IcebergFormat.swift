// SPDX-License-Identifier: Apache-2.0

public import Files
import StrictJSON

/// An Iceberg table at the current snapshot of one of its metadata files.
///
/// `metadata/00002-….metadata.json` names the snapshot's list of manifests, and those the files,
/// with their sizes and no digest: what they list is compared, and refused as proof of the content.
/// Paths in a table are absolute; they are taken below the table's folder by its `location`.
public struct IcebergFormat: ManifestFormat {
  /// The format.
  public init() {}

  /// `iceberg`.
  public var name: String { "iceberg" }

  /// No search looks for it by name.
  public var endings: [String] { [] }

  /// None: a table has one such file for each change, and only one is meant.
  public func claims(_ path: RelativePath) -> Bool { false }

  /// The place decides.
  public func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool {
    path.parent?.lastComponent.text == "metadata" && path.removingSuffix(".metadata.json") != nil
  }

  /// The table's folder.
  public func datasets<Surroundings: ManifestSurroundings & ~Copyable>(
    in bytes: [UInt8], at path: RelativePath, beside surroundings: borrowing Surroundings
  ) throws -> [DatasetManifest] {
    guard let folder = path.parent?.parent else {
      throw ManifestError("it is no metadata below a table's folder")
    }
    let metadata: IcebergMetadata
    do throws(JSONFieldError) {
      metadata = try IcebergMetadata(bytes)
    } catch {
      throw ManifestError(error.message)
    }
    let snapshot = IcebergSnapshot(folder: folder, metadata: metadata)
    let version = Self.version(path)
    let unlisted = UnlistedFiles { !Self.isLater($0, version) }
    let record = try ListedRecord(try snapshot.files(in: surroundings), unlisted: unlisted)
    return [
      DatasetManifest(
        manifest: path, format: name, path: folder,
        coverage: .listing(
          record,
          reason: "an Iceberg snapshot has the sizes of files and no digest of their content"
        ))
    ]
  }

  /// The number of a metadata file: `00002-UUID.metadata.json` or `v2.metadata.json`.
  private static func version(_ path: RelativePath) -> Int? {
    guard let name = path.lastComponent.text, name.hasSuffix(".metadata.json") else { return nil }
    let digits = name.hasPrefix("v") ? name.dropFirst() : name[...]
    return Int(digits.prefix { $0.isASCII && $0.isNumber })
  }

  private static func isLater(_ path: RelativePath, _ version: Int?) -> Bool {
    guard path.parent?.text == "metadata", let version, let other = Self.version(path) else {
      return false
    }
    return other > version
  }
}

/// What a metadata file says of the table and its current snapshot.
struct IcebergMetadata {
  /// The table's folder, as an absolute path or URL without a final slash.
  let location: String
  /// The current snapshot's list of manifests.
  let manifestList: String

  init(_ bytes: [UInt8]) throws(JSONFieldError) {
    let root = try JSONField.parsing(bytes, root: "table metadata")
    let format = try root.required("format-version")
    guard (1...3).contains(try format.integer()) else { throw format.error("is not known") }
    var location = try root.required("location").nonemptyString()
    while location.hasSuffix("/") { location.removeLast() }
    self.location = location
    guard let current = try root.optional("current-snapshot-id") else {
      throw root.error("names no snapshot of the table, which may be empty")
    }
    for snapshot in try root.optional("snapshots")?.elements() ?? [] {
      let id = try snapshot.required("snapshot-id").integer()
      guard current.value.integer == id else { continue }
      manifestList = try snapshot.required("manifest-list").nonemptyString()
      return
    }
    throw current.error("names no snapshot of the table, which may be empty")
  }
}

/// Follows one snapshot to its files.
struct IcebergSnapshot {
  private static let fileLimit = 256 << 20
  private static let deleted: Int64 = 2

  let folder: RelativePath
  let metadata: IcebergMetadata

  /// The data files and delete files that are live in the snapshot.
  func files<Surroundings: ManifestSurroundings & ~Copyable>(
    in surroundings: borrowing Surroundings
  ) throws -> [ListedRecord.File] {
    var files: [RelativePath: ListedRecord.File] = [:]
    for entry in try records(Array(metadata.manifestList.utf8), in: surroundings) {
      guard let manifest = entry["manifest_path"]?.string else {
        throw ManifestError("the snapshot's list has an entry without 'manifest_path'")
      }
      for file in try records(manifest, in: surroundings) {
        guard let status = file["status"]?.integer, let data = file["data_file"],
          let path = data["file_path"]?.string, let size = data["file_size_in_bytes"]?.integer
        else {
          throw ManifestError("'\(RelativePath.quoted(manifest))' has an entry without a file")
        }
        guard status != Self.deleted else { continue }
        let place = try relative(path)
        files[place] = .init(path: place, [], size: size)
      }
    }
    return Array(files.values)
  }

  private func records<Surroundings: ManifestSurroundings & ~Copyable>(
    _ location: [UInt8], in surroundings: borrowing Surroundings
  ) throws -> [AvroValue] {
    let path = folder.appending(try relative(location))
    guard let bytes = try surroundings.read(path, limit: Self.fileLimit) else {
      throw ManifestError("'\(path)', which the snapshot needs, is not there")
    }
    do throws(AvroFile.Defect) {
      return try AvroFile(bytes).records
    } catch {
      throw ManifestError("'\(path)' cannot be read: \(error.reason)")
    }
  }

  /// A path below the table's folder; a scheme before one of the two is of no account.
  private func relative(_ location: [UInt8]) throws(ManifestError) -> RelativePath {
    let root = Self.withoutScheme(Array(metadata.location.utf8)[...]) + [UInt8(ascii: "/")]
    let path = Self.withoutScheme(location[...])
    guard path.starts(with: root),
      let relative = RelativePath(bytes: Array(path.dropFirst(root.count))),
      !path.contains(where: { $0 < 0x20 || $0 == 0x7f })
    else {
      throw ManifestError(
        "'\(RelativePath.quoted(location))' lies outside of the table's location, "
          + "'\(RelativePath.quoted(Array(metadata.location.utf8)))'")
    }
    return relative
  }

  /// `file:///a`, `file:/a` and `/a` are one place.
  private static func withoutScheme(_ location: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard location.starts(with: "file:".utf8) else { return location }
    let path = location.dropFirst("file:".utf8.count)
    return path.starts(with: "//".utf8) ? path.dropFirst(2) : path
  }
}
