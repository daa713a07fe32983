//! The standard security handler (ISO 32000-2, 7.6), opened with no password. A file that anybody may read but not change or print is encrypted
//! this way; one that needs a password to be read is refused.

use std::rc::Rc;

use aes::{
    Aes128, Aes256,
    cipher::{BlockDecrypt, BlockEncrypt, KeyInit, generic_array::GenericArray},
};
use md5::{Digest, Md5};
use sha2::{Sha256, Sha384, Sha512};

use super::{super::Unreadable, file::File, object::Dict};

/// What a password is filled up with; all of it, where there is none.
const PAD: [u8; 32] = *b"\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Plain,
    Rc4,
    Aes128,
    Aes256,
}

/// How the file is encrypted.
#[derive(Debug)]
pub(super) struct Cipher {
    key: Vec<u8>,
    streams: Method,
    strings: Method,
}

/// The key of one object.
#[derive(Debug, Clone)]
pub(super) struct Key {
    cipher: Rc<Cipher>,
    id: (u32, u32),
}

impl Cipher {
    /// # Errors
    /// [`Unreadable::Encrypted`] if a password or a certificate is needed, or the handler is not known.
    pub(super) fn new(file: &File, dict: &Dict, id: &[u8]) -> Result<Self, Unreadable> {
        let int = |key: &[u8]| file.get(dict, key).map(|value| value.int());
        if !file.get(dict, b"Filter")?.is_name(b"Standard") {
            return Err(Unreadable::Encrypted);
        }
        let (version, revision) = (int(b"V")?.unwrap_or(0), int(b"R")?.unwrap_or(0));
        let (streams, strings) = match version {
            1 | 2 => (Method::Rc4, Method::Rc4),
            4 | 5 => (method(file, dict, b"StmF")?, method(file, dict, b"StrF")?),
            _ => return Err(Unreadable::Encrypted),
        };
        let text = |key: &[u8]| file.get(dict, key).map(|value| value.string().unwrap_or_default().to_vec());
        let (owner, user) = (text(b"O")?, text(b"U")?);
        let key = if version == 5 {
            strong_key(revision, &user, &text(b"UE")?)
        } else {
            let len =
                if revision == 2 { 5 } else { usize::try_from(int(b"Length")?.unwrap_or(if version == 4 { 128 } else { 40 }) / 8).unwrap_or(16).clamp(5, 16) };
            // Permissions are a number of 32 bits, by some writers without a sign.
            #[expect(clippy::cast_possible_truncation, reason = "32 bits by the standard")]
            let permissions = file.get(dict, b"P")?.number().map_or(0, |p| p as i64 as i32);
            let open_metadata = matches!(file.get(dict, b"EncryptMetadata")?, super::object::Object::Bool(false));
            weak_key(revision, len, &owner, &user, permissions, id, open_metadata)
        };
        Ok(Self { key: key.ok_or(Unreadable::Encrypted)?, streams, strings })
    }

    pub(super) fn key(self: &Rc<Self>, id: (u32, u32)) -> Key {
        Key { cipher: Rc::clone(self), id }
    }
}

fn method(file: &File, dict: &Dict, which: &[u8]) -> Result<Method, Unreadable> {
    let name = file.get(dict, which)?;
    let Some(name) = name.name().filter(|name| *name != b"Identity") else { return Ok(Method::Plain) };
    let filters = file.get(dict, b"CF")?.dict().unwrap_or_default();
    let filter = file.get(&filters, name)?.dict().unwrap_or_default();
    match file.get(&filter, b"CFM")?.name() {
        Some(b"V2") => Ok(Method::Rc4),
        Some(b"AESV2") => Ok(Method::Aes128),
        Some(b"AESV3") => Ok(Method::Aes256),
        Some(b"None") | None => Ok(Method::Plain),
        Some(_) => Err(Unreadable::Encrypted),
    }
}

/// Algorithm 2, and 4 or 5 to check it: the key by the password that is none.
fn weak_key(revision: i32, len: usize, owner: &[u8], user: &[u8], permissions: i32, id: &[u8], open_metadata: bool) -> Option<Vec<u8>> {
    let mut hash = Md5::new().chain_update(PAD).chain_update(owner.get(..32)?).chain_update(permissions.to_le_bytes()).chain_update(id);
    if revision >= 4 && open_metadata {
        hash.update([0xff; 4]);
    }
    let mut key = hash.finalize().to_vec();
    if revision >= 3 {
        for _ in 0..50 {
            key = Md5::digest(&key[..len]).to_vec();
        }
    }
    key.truncate(len);
    let expected = if revision == 2 {
        rc4(&key, &PAD)
    } else {
        let mut expected = Md5::new().chain_update(PAD).chain_update(id).finalize().to_vec();
        for round in 0..20_u8 {
            let turned: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
            expected = rc4(&turned, &expected);
        }
        expected
    };
    user.starts_with(&expected).then_some(key)
}

/// Algorithm 2.A, for the user password that is none.
fn strong_key(revision: i32, user: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (check, check_salt, key_salt) = (user.get(..32)?, user.get(32..40)?, user.get(40..48)?);
    let hash = |salt: &[u8]| if revision >= 6 { hardened_hash(salt) } else { Sha256::digest(salt).to_vec() };
    if hash(check_salt) != check {
        return None;
    }
    let aes = Aes256::new_from_slice(&hash(key_salt)).ok()?;
    Some(cbc(sealed.get(..32)?, [0; 16], |block| aes.decrypt_block(GenericArray::from_mut_slice(block))))
}

/// Algorithm 2.B without a password and without the owner's entry.
fn hardened_hash(salt: &[u8]) -> Vec<u8> {
    let mut hash = Sha256::digest(salt).to_vec();
    for round in 1_u32.. {
        let mut data = hash.repeat(64);
        let Ok(aes) = Aes128::new_from_slice(&hash[..16]) else { break };
        let mut before: [u8; 16] = hash[16..32].try_into().unwrap_or_default();
        for block in data.chunks_exact_mut(16) {
            for (byte, mask) in block.iter_mut().zip(before) {
                *byte ^= mask;
            }
            aes.encrypt_block(GenericArray::from_mut_slice(block));
            before.copy_from_slice(block);
        }
        hash = match data[..16].iter().map(|byte| u32::from(*byte)).sum::<u32>() % 3 {
            0 => Sha256::digest(&data).to_vec(),
            1 => Sha384::digest(&data).to_vec(),
            _ => Sha512::digest(&data).to_vec(),
        };
        if round >= 64 && u32::from(*data.last().unwrap_or(&0)) <= round - 32 {
            break;
        }
    }
    hash.truncate(32);
    hash
}

impl Key {
    pub(super) fn string(&self, data: &[u8]) -> Vec<u8> {
        self.open(data, self.cipher.strings)
    }

    pub(super) fn stream(&self, data: &[u8]) -> Vec<u8> {
        self.open(data, self.cipher.streams)
    }

    fn open(&self, data: &[u8], method: Method) -> Vec<u8> {
        match method {
            Method::Plain => data.to_vec(),
            Method::Rc4 => rc4(&self.key(b""), data),
            Method::Aes128 => match Aes128::new_from_slice(&self.key(b"sAlT")) {
                Ok(aes) => unpad(data, |block| aes.decrypt_block(GenericArray::from_mut_slice(block))),
                Err(_) => Vec::new(),
            },
            Method::Aes256 => match Aes256::new_from_slice(&self.cipher.key) {
                Ok(aes) => unpad(data, |block| aes.decrypt_block(GenericArray::from_mut_slice(block))),
                Err(_) => Vec::new(),
            },
        }
    }

    /// Algorithm 1.
    fn key(&self, salt: &[u8]) -> Vec<u8> {
        let hash = Md5::new().chain_update(&self.cipher.key).chain_update(&self.id.0.to_le_bytes()[..3]);
        let mut key = hash.chain_update(&self.id.1.to_le_bytes()[..2]).chain_update(salt).finalize().to_vec();
        key.truncate(self.cipher.key.len() + 5);
        key
    }
}

/// AES data as PDF has it: a first block to begin with, and filled up at its end.
fn unpad(data: &[u8], open: impl Fn(&mut [u8])) -> Vec<u8> {
    let Some((first, data)) = data.split_first_chunk::<16>() else { return Vec::new() };
    let mut out = cbc(data, *first, open);
    let fill = out.last().copied().map_or(0, usize::from);
    if (1..=16).contains(&fill) {
        out.truncate(out.len().saturating_sub(fill));
    }
    out
}

fn cbc(data: &[u8], first: [u8; 16], open: impl Fn(&mut [u8])) -> Vec<u8> {
    let mut out = data[..data.len() / 16 * 16].to_vec();
    let mut before = &first[..];
    for (block, sealed) in out.chunks_exact_mut(16).zip(data.chunks_exact(16)) {
        open(block);
        for (byte, mask) in block.iter_mut().zip(before) {
            *byte ^= mask;
        }
        before = sealed;
    }
    out
}

fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|at| u8::try_from(at).unwrap_or_default());
    let mut j = 0_u8;
    for i in 0..256 {
        j = j.wrapping_add(state[i]).wrapping_add(key.get(i % key.len().max(1)).copied().unwrap_or(0));
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    data.iter()
        .map(|byte| {
            i = i.wrapping_add(1);
            j = j.wrapping_add(state[usize::from(i)]);
            state.swap(usize::from(i), usize::from(j));
            byte ^ state[usize::from(state[usize::from(i)].wrapping_add(state[usize::from(j)]))]
        })
        .collect()
}
