// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage

/// What the training sees of the world around it.
///
/// A variable passes only when it says where tools are or how text is encoded; tokens, passwords
/// and everything of git stay outside.
struct ChildEnvironment {
  /// Names that pass as they are.
  static let allowed: Set<String> = [
    "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    "PYENV_ROOT", "PYENV_VERSION", "VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV",
    "JAVA_HOME", "R_HOME", "JULIA_DEPOT_PATH", "CUDA_HOME", "CUDA_VISIBLE_DEVICES",
    "NVIDIA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "OMP_NUM_THREADS", "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE", "NPROC",
  ]

  /// The values, sorted by name when asked for.
  private(set) var values: [String: String]

  init(inheriting environment: [String: String]) {
    values = environment.filter { Self.allowed.contains($0.key) }
    // Shims of pyenv look for their versions under HOME, which the child does not get.
    if values["PYENV_ROOT"] == nil, let home = environment["HOME"],
      (try? FileStatus(following: FilePath("\(home)/.pyenv")))?.kind == .directory
    {
      values["PYENV_ROOT"] = "\(home)/.pyenv"
    }
  }

  /// Adds what a clean room tells its child.
  mutating func enter(
    _ room: borrowing CleanRoom, commit: ObjectID, commitTime: Int64,
    datasets: [(name: String, path: FilePath)]
  ) {
    values["HOME"] = room.home.string
    values["TMPDIR"] = room.temporary.string
    values["MODELGATE_OUTPUT"] = room.output.string
    values["MODELGATE_COMMIT"] = commit.description
    values["SOURCE_DATE_EPOCH"] = String(commitTime)
    // The order of Python's sets, and bytecode caches, would differ from run to run.
    values["PYTHONHASHSEED"] = "0"
    values["PYTHONDONTWRITEBYTECODE"] = "1"
    // The room lies inside a .git folder: git commands of the training must not find it.
    values["GIT_CEILING_DIRECTORIES"] = room.root.string
    for dataset in datasets {
      values[Self.variable(forDataset: dataset.name)] = dataset.path.string
    }
  }

  /// `MODELGATE_DATA_` and the name in capitals, other characters as `_`.
  static func variable(forDataset name: String) -> String {
    "MODELGATE_DATA_"
      + String(
        String.UnicodeScalarView(
          name.uppercased().unicodeScalars.map {
            ("A"..."Z").contains($0) || ("0"..."9").contains($0) ? $0 : "_"
          }))
  }
}
