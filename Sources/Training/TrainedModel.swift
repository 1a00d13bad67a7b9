// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// The model as the training left it in the output folder, before anything is believed of it.
struct TrainedModel {
  let path: FilePath

  /// Takes the model out of the output folder.
  ///
  /// It must be a regular file of one name, reached through no link, written by this training.
  init(named name: RelativePath, in room: borrowing CleanRoom)
    throws
  {
    let output = try RootDirectory(room.output)
    path = room.output.appending(name)
    let status: FileStatus
    do throws(FileError) {
      status = try output.status(name)
    } catch {
      throw TrainingError.noModel(
        path: name.description, produced: Self.produced(in: room.output), log: room.log.printable)
    }
    if let reason = Self.unfitness(status) {
      throw TrainingError.modelUnfit(path: name.description, reason: reason)
    }
  }

  /// Why a file is not what a training wrote for itself; nil when nothing speaks against it.
  static func unfitness(_ status: FileStatus) -> String? {
    if status.kind != .file { return "is a \(status.kind.rawValue)" }
    if status.links != 1 { return "has \(status.links) names, so something else could change it" }
    if status.size == 0 { return "is empty" }
    return nil
  }

  /// What the training wrote instead, for messages.
  static func produced(in folder: FilePath) -> [String] {
    ((try? Folder.names(in: folder)) ?? []).map(RelativePath.quoted).sorted()
  }
}
