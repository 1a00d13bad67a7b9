// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
public import SystemPackage

/// Reads, writes and removes the stamp of a model file.
///
/// Formats with a place for metadata carry the stamp inside; every other file gets a sidecar,
/// `MODEL.modelgate.json`. Memory use does not depend on the size of the model. What is written
/// is read back and compared before it takes its name, so a model is replaced whole or not at all.
public enum ModelFile {
  /// Reads a model's stamp and computes its digests.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: What the file is called where its own name says nothing, as in a store of blobs.
  ///   - sidecar: The file with the stamp, when it does not lie beside the model.
  /// - Returns: What the file is and what it carries.
  /// - Throws: ``ModelFileError``, also for a file that is not of the format its name promises, and
  ///   for a sidecar that was made for other bytes.
  public static func inspect(
    _ path: FilePath, named name: FilePath? = nil, sidecar: FilePath? = nil
  ) throws(ModelFileError) -> ModelRecord {
    let source = try ModelSource(path)
    let model = try ParsedModel(source.reader, named: name ?? path)
    let digests = try model.digests()
    try source.checkUnchanged()
    guard model.isOpaque else { return try model.record(digests) }
    return try opaqueRecord(model, digests, sidecar ?? Sidecar.path(for: path))
  }

  /// Whether a name promises one of the formats that can carry a stamp inside.
  public static func isNamedLikeAModel(_ path: FilePath) -> Bool {
    ModelFormats.promised(by: path) != nil
  }

  /// Writes a model with this stamp as its only one.
  ///
  /// The target keeps the source's permission bits and may be the source itself. Metadata of
  /// others and the weights stay as they are.
  ///
  /// - Parameters:
  ///   - source: The model; a regular file, not a link.
  ///   - target: Where the stamped model goes; an existing file is replaced.
  ///   - stamp: The provenance.
  /// - Returns: What ``inspect(_:)`` says of the target.
  /// - Throws: ``ModelFileError``; the target is then as it was before.
  @discardableResult
  public static func stamp(_ source: FilePath, to target: FilePath, with stamp: Stamp)
    throws(ModelFileError) -> ModelRecord
  {
    let source = try ModelSource(source)
    let model = try ParsedModel(source.reader, named: source.path)
    let record = try ModelRewrite(source, model, to: target).write(
      model.stamped(with: stamp.keyValues), expecting: model.isOpaque ? nil : stamp)
    guard model.isOpaque else { return record }
    do throws(FileError) {
      try Sidecar(record, stamp).write(for: target)
    } catch {
      throw .file(error)
    }
    return record.adding(stamp, at: .sidecar(Sidecar.path(for: target)))
  }

  /// Writes a model without its stamp: the bytes whose SHA-256 is the payload digest.
  ///
  /// An ONNX model that was stamped by ``stamp(_:to:with:)`` is again what it was, byte for byte.
  /// A safetensors file gets the canonical header. Of any other model the sidecar is removed.
  ///
  /// - Returns: What ``inspect(_:)`` says of the target.
  /// - Throws: ``ModelFileError``; the target is then as it was before.
  @discardableResult
  public static func strip(_ source: FilePath, to target: FilePath) throws(ModelFileError)
    -> ModelRecord
  {
    let source = try ModelSource(source)
    let model = try ParsedModel(source.reader, named: source.path)
    let sidecar = try model.isOpaque ? existingSidecar(of: target) : nil
    let record = try ModelRewrite(source, model, to: target).write(model.payload, expecting: nil)
    if let sidecar {
      do throws(FileError) {
        try AtomicFile.remove(sidecar)
      } catch {
        throw .file(error)
      }
    }
    return record
  }

  /// The path of a sidecar that is one; somebody else's file of that name is not ours to remove.
  private static func existingSidecar(of model: FilePath) throws(ModelFileError) -> FilePath? {
    do throws(ModelFileError) {
      return try Sidecar(of: model).map { _ in Sidecar.path(for: model) }
    } catch .badStamp {
      return Sidecar.path(for: model)
    }
  }

  private static func opaqueRecord(
    _ model: borrowing ParsedModel, _ digests: SegmentDigests, _ path: FilePath
  ) throws(ModelFileError) -> ModelRecord {
    let record = try model.record(digests)
    guard let sidecar = try Sidecar(at: path) else { return record }
    guard sidecar.fileDigest == digests.file, sidecar.payloadDigest == digests.payload else {
      throw .foreignSidecar(path.printable, model: model.path.printable)
    }
    return record.adding(sidecar.stamp, at: .sidecar(path))
  }
}

extension ModelRecord {
  fileprivate func adding(_ stamp: Stamp, at placement: Placement) -> ModelRecord {
    ModelRecord(
      format: format, stamp: stamp, placement: placement, size: size, fileDigest: fileDigest,
      payloadDigest: payloadDigest, notes: notes)
  }
}
