// SPDX-License-Identifier: Apache-2.0

public import Files
public import Findings
public import SystemPackage

/// Why an attestation was not made, not read or not believed.
public enum AttestationError: ExplainedError {
  /// The kernel refused something on a file.
  case file(FileError)
  /// A private key that others could read or write.
  case exposedKey(FilePath, mode: UInt32)
  /// A key file that holds no key of a kind that is known; says what it holds.
  case unusableKey(String, reason: String)
  /// A text that is not what it should be; says which text, and where it goes wrong.
  case malformed(String, reason: String)
  /// An envelope with no signature, or with several.
  case signatureCount(Int)
  /// The one signature was not made by this key over these bytes.
  case badSignature(keyID: String)
  /// The envelope holds something other than what is asked for.
  case wrongPayloadType(found: String, expected: String)
  /// The statement says something other than what is asked for.
  case wrongPredicateType(found: String, expected: String)

  /// What failed, on what and why.
  public var message: String {
    switch self {
    case .file(let error): error.message
    case .exposedKey(let path, let mode):
      "private key '\(path.printable)' has mode \(Self.octal(mode)), which opens it to other users"
    case .unusableKey(let subject, let reason): "cannot use \(subject): \(reason)"
    case .malformed(let subject, let reason): "not a valid \(subject): \(reason)"
    case .signatureCount(0): "the envelope is not signed"
    case .signatureCount(let count):
      "the envelope has \(count) signatures, where exactly one is expected"
    case .badSignature(let keyID):
      "the signature was not made by the key '\(keyID)' over this payload"
    case .wrongPayloadType(let found, let expected):
      "the payload is of type \(Self.quoted(found)), not '\(expected)'"
    case .wrongPredicateType(let found, let expected):
      "the statement's predicate is of type \(Self.quoted(found)), not '\(expected)'"
    }
  }

  /// What to type.
  public var hints: [String] {
    switch self {
    case .exposedKey(let path, _): ["chmod 600 \(Self.shellQuoted(path.printable))"]
    case .unusableKey:
      ["openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem"]
    default: []
    }
  }

  /// A key that cannot be used stops the work; an attestation that is not believed is an answer.
  public var status: ExitStatus {
    switch self {
    case .file, .exposedKey, .unusableKey: .couldNotJudge
    default: .refused
    }
  }

  private static func octal(_ mode: UInt32) -> String {
    let digits = String(mode & 0o7777, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func quoted(_ foreign: String) -> String {
    "'\(PrintableText.escape(String(foreign.unicodeScalars.prefix(100))))'"
  }

  private static func shellQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
}

extension String {
  /// Whether both hold the same UTF-8 bytes; `==` would also accept canonical equivalents.
  func isSameText(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
