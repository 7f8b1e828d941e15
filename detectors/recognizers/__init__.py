"""What Paravent looks for: one recognizer per file, listed here."""

from detectors.recognizers.access_code import AccessCode
from detectors.recognizers.account_name import AccountName
from detectors.recognizers.bank_account import BankAccount, Iban
from detectors.recognizers.birth_date import BirthDate
from detectors.recognizers.birthday import Birthday
from detectors.recognizers.chat_handle import ChatHandle
from detectors.recognizers.coded_birth import CodedBirthDate
from detectors.recognizers.command_secret import CommandSecret
from detectors.recognizers.court_file import CourtFile
from detectors.recognizers.credit_card import CreditCard
from detectors.recognizers.device_id import DeviceId
from detectors.recognizers.driver_licence import DriverLicence
from detectors.recognizers.email import EmailAddress
from detectors.recognizers.encoded_text import EncodedText
from detectors.recognizers.family_birth import FamilyBirthDate
from detectors.recognizers.file_number import FileNumber
from detectors.recognizers.given_secret import GivenSecret
from detectors.recognizers.health_insurance import HealthInsuranceNumber
from detectors.recognizers.immigration import ImmigrationId
from detectors.recognizers.ip_address import IpAddress
from detectors.recognizers.kept_code import KeptCode
from detectors.recognizers.linked_number import LinkedNumber
from detectors.recognizers.listed_number import ListedNumber
from detectors.recognizers.model_values import VALUES_BY_MODEL
from detectors.recognizers.names import PersonByModel
from detectors.recognizers.near_account import NearAccount
from detectors.recognizers.near_number import NearNumber
from detectors.recognizers.near_secret import NearSecret
from detectors.recognizers.passport import Passport
from detectors.recognizers.permanent_code import PermanentCode
from detectors.recognizers.person_form import PersonInField
from detectors.recognizers.person_lower import PersonInSmallLetters
from detectors.recognizers.person_pair import PersonByNames
from detectors.recognizers.person_speaker import PersonSpeaking
from detectors.recognizers.person_title import PersonAfterTitle
from detectors.recognizers.phone import PhoneNumber
from detectors.recognizers.postal_code import PostalCode
from detectors.recognizers.provincial_health import ProvincialHealthNumber
from detectors.recognizers.recognizer import Recognizer
from detectors.recognizers.secret_answer import SecretAnswer
from detectors.recognizers.secret_tokens import SecretToken
from detectors.recognizers.secret_words import SecretWord
from detectors.recognizers.sin import SocialInsuranceNumber
from detectors.recognizers.street_address import StreetAddress
from detectors.recognizers.told_account import ToldAccount
from detectors.recognizers.told_secret import ToldSecret
from detectors.recognizers.username import Username
from detectors.recognizers.vehicle_plate import VehiclePlate
from detectors.recognizers.vendor_secret import VendorSecret

RECOGNIZERS: tuple[type[Recognizer], ...] = (
    SocialInsuranceNumber,
    HealthInsuranceNumber,
    PermanentCode,
    DriverLicence,
    Passport,
    ImmigrationId,
    CreditCard,
    BankAccount,
    Iban,
    PostalCode,
    PhoneNumber,
    EmailAddress,
    IpAddress,
    VehiclePlate,
    BirthDate,
    FamilyBirthDate,
    Birthday,
    CodedBirthDate,
    CourtFile,
    FileNumber,
    NearNumber,
    ListedNumber,
    LinkedNumber,
    ProvincialHealthNumber,
    DeviceId,
    Username,
    AccountName,
    ChatHandle,
    ToldAccount,
    NearAccount,
    SecretToken,
    VendorSecret,
    SecretWord,
    AccessCode,
    ToldSecret,
    SecretAnswer,
    GivenSecret,
    KeptCode,
    NearSecret,
    CommandSecret,
    PersonAfterTitle,
    PersonInField,
    PersonSpeaking,
    PersonByNames,
    PersonInSmallLetters,
    PersonByModel,
    StreetAddress,
    *VALUES_BY_MODEL,
    EncodedText,
)
