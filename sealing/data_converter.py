"""The data converter that every Temporal client and worker of the project uses."""

from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes

from sealing.keyring import Keyring
from sealing.payload_codec import SealedPayloadCodec


def shirase_data_converter(keyring: Keyring) -> DataConverter:
    """Build the converter: pydantic models as JSON, each payload sealed, failures too.

    Failure messages and stack traces move into the encoded attributes, which the codec seals;
    the name of the error class and the search attributes stay readable to Temporal.
    """
    return DataConverter(
        payload_converter_class=PydanticPayloadConverter,
        payload_codec=SealedPayloadCodec(keyring),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
