// SPDX-License-Identifier: Apache-2.0

public import Attestation
public import Digests
public import GitAccess
import StrictJSON

/// A signed note of where the ledger stood: its head and how many entries it had.
///
/// Whoever keeps one can prove later that the ledger lost something, on a clone that has never
/// seen it before. The note is a DSSE envelope around a JSON object with `head` and `entries`.
public struct LedgerCheckpoint: Equatable, Sendable {
  /// The payload type of the envelope.
  public static let payloadType = "application/vnd.modelgate.ledger-checkpoint+json"

  /// The ledger's head.
  public let head: ObjectID
  /// The number of entries that it had.
  public let entries: Int

  /// Notes where a ledger stands; nil when there is none.
  public init?(of repository: borrowing Repository) throws {
    let reader = try LedgerReader(of: repository)
    guard let head = reader.head else { return nil }
    self.head = head
    entries = try Self.count(at: head, in: repository)
  }

  /// The note, signed, on one line.
  public func signed(with key: SigningKey) throws(AttestationError) -> [UInt8] {
    let note: JSONValue = [
      "ledger": .string(Ledger.reference), "head": .string("\(head)"),
      "entries": .integer(Int64(entries)),
    ]
    return try Envelope.signing(
      payload: note.encoded(.compact), payloadType: Self.payloadType, with: key
    ).encoded() + [0x0a]
  }

  /// Reads a note that somebody signed who is believed.
  public init(_ line: [UInt8], trusting trust: Trust) async throws {
    let envelope = try Envelope.parse(line)
    guard envelope.payloadType == Self.payloadType else {
      throw AttestationError.wrongPayloadType(
        found: envelope.payloadType, expected: Self.payloadType)
    }
    let payload = try await trust.verify(envelope)
    do {
      let note = JSONField(try JSONValue.parse(payload.bytes), root: "checkpoint")
      try note.required("ledger").expect(Ledger.reference)
      guard let head = ObjectID(hex: try note.required("head").string()) else {
        throw note.error("has a head that is no commit")
      }
      self.head = head
      entries = Int(clamping: try note.required("entries").integer())
    } catch {
      let reason = (error as? JSONError)?.message ?? (error as? JSONFieldError)?.message
      throw AttestationError.malformed("ledger checkpoint", reason: reason ?? "\(error)")
    }
  }

  /// Refuses a ledger that does not continue what was noted.
  public func check(_ repository: borrowing Repository) throws {
    guard let now = try Ledger.trustedHead(of: repository) else {
      throw LedgerError.vanished(lastSeen: head)
    }
    guard try repository.contains(head), try repository.isReachable(head, from: now) else {
      throw LedgerError.rewritten(lastSeen: head, now: now)
    }
    let found = try Self.count(at: head, in: repository)
    guard found == entries else {
      throw LedgerError.miscounted(head: head, noted: entries, found: found)
    }
  }

  private static func count(at head: ObjectID, in repository: borrowing Repository) throws -> Int {
    let tree = try repository.commit(head).tree
    return try TreeAdditions(below: "entries", from: nil, to: tree, in: repository).files.count
  }
}
