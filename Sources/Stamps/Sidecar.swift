// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import StrictJSON
import SystemPackage

/// The stamp of a model that cannot carry one inside: `MODEL.modelgate.json` beside it.
///
/// A JSON object of `fileDigest` and `payloadDigest` (`sha256:<hex>`, equal, for the model's bytes
/// are its payload) and `stamp`, which holds the same keys and text values as in any model format.
struct Sidecar {
  private static let sizeLimit = 1 << 23

  let fileDigest: Digest
  let payloadDigest: Digest
  let stamp: Stamp

  /// Where a model's sidecar stands.
  static func path(for model: FilePath) -> FilePath {
    FilePath(rawBytes: model.byteArray + Array(".modelgate.json".utf8))
  }

  /// Binds a stamp to the digests of a model.
  init(_ record: ModelRecord, _ stamp: Stamp) {
    fileDigest = record.fileDigest
    payloadDigest = record.payloadDigest
    self.stamp = stamp
  }

  /// Writes the sidecar of a model, whole or not at all.
  func write(for model: FilePath) throws(FileError) {
    var fields = JSONObject()
    for entry in stamp.keyValues { fields.append(entry.key, .string(entry.value)) }
    var object = JSONObject()
    object.append("fileDigest", .string(fileDigest.description))
    object.append("payloadDigest", .string(payloadDigest.description))
    object.append("stamp", .object(fields))
    try AtomicFile.write(JSONValue.object(object).encoded(.pretty), to: Self.path(for: model))
  }

  /// Reads the sidecar of a model; nil when it has none.
  init?(of model: FilePath) throws(ModelFileError) {
    try self.init(at: Self.path(for: model))
  }

  /// Reads a sidecar; nil when there is none.
  init?(at path: FilePath) throws(ModelFileError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try SmallFile.read(path, limit: Self.sizeLimit, followLink: false)
    } catch {
      if error.errno == .noSuchFileOrDirectory { return nil }
      throw .file(error)
    }
    let json: JSONValue
    do throws(JSONError) {
      let limits = JSONLimits(bytes: Self.sizeLimit, depth: 8, values: 1 << 12)
      json = try JSONValue.parse(bytes, limits: limits)
    } catch {
      throw .badSidecar(path.printable, reason: error.message)
    }
    try self.init(json, path)
  }

  private init(_ json: JSONValue, _ path: FilePath) throws(ModelFileError) {
    guard let fields = json["stamp"]?.object else {
      throw .badSidecar(path.printable, reason: "it has no object 'stamp'")
    }
    fileDigest = try Self.digest(json, "fileDigest", path)
    payloadDigest = try Self.digest(json, "payloadDigest", path)
    var entries: [StampEntry] = []
    for (name, value) in fields {
      guard let text = value.string else {
        throw .badSidecar(path.printable, reason: "'\(Stamp.printable(name))' is not a string")
      }
      entries.append(StampEntry(name, text))
    }
    do throws(StampError) {
      stamp = try Stamp(keyValues: entries)
    } catch {
      throw .badStamp(path.printable, error)
    }
  }

  private static func digest(_ json: JSONValue, _ name: String, _ path: FilePath)
    throws(ModelFileError) -> Digest
  {
    guard let digest = Digest(json[name]?.string ?? ""), digest.algorithm == .sha256 else {
      throw .badSidecar(path.printable, reason: "'\(name)' is not a sha256 digest")
    }
    return digest
  }
}
