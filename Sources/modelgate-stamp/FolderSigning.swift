// SPDX-License-Identifier: Apache-2.0

import Attestation
import Files
import Findings
import SystemPackage
import ToolSupport

/// Signs a model folder the way of OpenSSF Model Signing.
struct FolderSigning {
  let folder: FilePath
  let signature: FilePath
  let key: SigningKey

  init(folder: FilePath, signature: FilePath?, key: SigningKey) {
    self.folder = folder
    self.signature = signature ?? folder.appending(SignedFolder.fileName)
    self.key = key
  }

  func run(_ console: Console) throws -> WrittenSignature {
    let content = try ModelFolder(folder, signature: signature)
    for path in content.uncovered.prefix(10) {
      console.note("'\(path)' is not covered: OpenSSF Model Signing leaves git's names out")
    }
    let signed = try content.digested(as: try name())
    let envelope = try signed.statement.signed(with: key)
    let bundle = SigstoreBundle(keyHint: key.verificationKey.omsHint, envelope: envelope)
    try AtomicFile.write(bundle.encoded() + [0x0a], to: signature)
    return WrittenSignature(
      model: folder, digest: signed.root, key: key.verificationKey,
      files: [("signature", signature)])
  }

  /// The folder's name, also where it is called `.` or `..`.
  private func name() throws -> String {
    guard let name = RealPath.of(folder)?.lastNameText else {
      throw Failure("the folder '\(folder.printable)' has no name that is UTF-8 text")
    }
    return name
  }
}

extension FilePath {
  /// The last component when it is UTF-8 text.
  var lastNameText: String? {
    let name = byteArray.split(separator: UInt8(ascii: "/")).last ?? []
    return name.isEmpty ? nil : String(validating: name, as: UTF8.self)
  }
}
