//! A load generator: so many connections, each asking for one thing after the other and reading the answer to its end.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    task::JoinSet,
};

use super::{BenchError, Result, broken};

/// What came of a load.
pub struct Load {
    /// Sorted.
    latencies: Vec<Duration>,
    passed: Duration,
    /// Bytes of all bodies.
    bytes: usize,
}

impl Load {
    pub fn count(&self) -> usize {
        self.latencies.len()
    }

    pub fn per_second(&self) -> f64 {
        count(self.latencies.len()) / self.passed.as_secs_f64().max(f64::EPSILON)
    }

    /// The time within which so many of a hundred were answered, in milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let place = (self.latencies.len() * percent).div_ceil(100).saturating_sub(1);
        self.latencies.get(place).map_or(0.0, |latency| latency.as_secs_f64() * 1_000.0)
    }

    /// Kilobytes of a body, on average.
    pub fn kilobytes(&self) -> f64 {
        count(self.bytes) / 1_000.0 / count(self.latencies.len().max(1))
    }
}

pub fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Asks for the paths in turn over so many connections until `requests` are answered. An answer other than 200 ends it: nothing would be measured.
pub async fn run(address: SocketAddr, token: &str, paths: Vec<String>, connections: usize, requests: usize) -> Result<Load> {
    let wanted: Arc<Vec<Vec<u8>>> = Arc::new(paths.iter().map(|path| request(address, token, path)).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut running = JoinSet::new();
    for _ in 0..connections {
        let (wanted, next) = (wanted.clone(), next.clone());
        running.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let (mut latencies, mut bytes) = (Vec::with_capacity(requests), 0);
            loop {
                let turn = next.fetch_add(1, Ordering::Relaxed);
                if turn >= requests {
                    return Ok::<_, io::Error>((latencies, bytes));
                }
                let asked = Instant::now();
                let status = connection.exchange(&wanted[turn % wanted.len()]).await?;
                latencies.push(asked.elapsed());
                bytes += connection.body.len();
                if status != 200 {
                    return Err(io::Error::other(format!("status {status}")));
                }
            }
        });
    }
    let mut load = Load { latencies: Vec::with_capacity(requests), passed: Duration::ZERO, bytes: 0 };
    while let Some(end) = running.join_next().await {
        match end {
            Ok(Ok((latencies, bytes))) => {
                load.latencies.extend(latencies);
                load.bytes += bytes;
            }
            Ok(Err(error)) => return Err(BenchError::File(format!("{address} {:?}", paths.first()), error)),
            Err(_) => return broken("the load generator broke down"),
        }
    }
    load.passed = begun.elapsed();
    load.latencies.sort_unstable();
    Ok(load)
}

/// The body of one answer.
pub async fn fetch(address: SocketAddr, token: &str, path: &str) -> Result<Vec<u8>> {
    let failed = |error| BenchError::File(format!("http://{address}{path}"), error);
    let mut connection = Connection::open(address).await.map_err(failed)?;
    match connection.exchange(&request(address, token, path)).await.map_err(failed)? {
        200 => Ok(connection.body),
        status => broken(format!("http://{address}{path}: status {status}")),
    }
}

fn request(address: SocketAddr, token: &str, path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html, application/json\r\nAuthorization: Bearer {token}\r\n\r\n").into_bytes()
}

/// One connection, kept alive.
struct Connection {
    stream: BufReader<TcpStream>,
    line: Vec<u8>,
    body: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(64 << 10, stream), line: Vec::new(), body: Vec::new() })
    }

    /// Sends a request, reads the whole answer and tells its status.
    async fn exchange(&mut self, request: &[u8]) -> io::Result<u16> {
        self.stream.get_mut().write_all(request).await?;
        let status = self.line().await?.get(9..12).and_then(|code| code.parse().ok()).unwrap_or(0);
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':') {
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.trim().parse().unwrap_or(0);
                } else if name.eq_ignore_ascii_case("transfer-encoding") {
                    chunked = true;
                }
            }
        }
        self.body.clear();
        if chunked {
            loop {
                let size = usize::from_str_radix(self.line().await?, 16).map_err(io::Error::other)?;
                self.read(size).await?;
                self.line().await?;
                if size == 0 {
                    break;
                }
            }
        } else {
            self.read(length).await?;
        }
        Ok(status)
    }

    async fn line(&mut self) -> io::Result<&str> {
        self.line.clear();
        self.stream.read_until(b'\n', &mut self.line).await?;
        if self.line.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        std::str::from_utf8(&self.line).map(str::trim_ascii_end).map_err(io::Error::other)
    }

    async fn read(&mut self, length: usize) -> io::Result<()> {
        let begin = self.body.len();
        self.body.resize(begin + length, 0);
        self.stream.read_exact(&mut self.body[begin..]).await.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_measured_times() {
        let load = Load { latencies: (1..=200).map(Duration::from_millis).collect(), passed: Duration::from_secs(2), bytes: 400_000 };
        assert!((load.percentile(99) - 198.0).abs() < 1e-9);
        assert!((load.percentile(50) - 100.0).abs() < 1e-9);
        assert!((load.per_second() - 100.0).abs() < 1e-9);
        assert!((load.kilobytes() - 2.0).abs() < 1e-9);
    }
}
