// SPDX-License-Identifier: Apache-2.0

/// What was found out about files, one record after another, as a ``StatusTable`` keeps it.
///
/// A record is a file's status and a payload, whose size all records share.
public struct StatusRecords: Sendable {
  /// How many bytes are kept of each file.
  public let payloadSize: Int
  /// The records.
  private(set) var bytes: [UInt8] = []

  var recordSize: Int { StatusKey.size + payloadSize }
  /// The number of records.
  public var count: Int { bytes.count / recordSize }

  /// Starts with none.
  public init(payloadSize: Int) { self.payloadSize = payloadSize }

  /// Adds a record; one whose payload has another size is left out.
  public mutating func append(_ status: FileStatus, _ payload: Span<UInt8>) {
    guard payload.count == payloadSize else { return }
    StatusKey.append(status, to: &bytes)
    unsafe payload.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// Adds those of another list with payloads of the same size.
  public mutating func append(_ other: StatusRecords) {
    if other.payloadSize == payloadSize { bytes += other.bytes }
  }

  /// Those whose times are both before a moment.
  public func older(than limit: Int64) -> StatusRecords {
    var kept = StatusRecords(payloadSize: payloadSize)
    for record in 0..<count {
      let start = record * recordSize
      let times = (time(start + 24), time(start + 32))
      if max(times.0, times.1) < limit { kept.bytes += bytes[start..<(start + recordSize)] }
    }
    return kept
  }

  private func time(_ place: Int) -> Int64 {
    Int64(bitPattern: LittleEndian.word(bytes, at: place))
  }
}
