import { Directive, ObjectType } from "type-graphql";
import { Scalar } from "./fields";
import { CurrencyCode, Decimal } from "./scalars";

@Directive("@shareable")
@ObjectType({ description: "A sum of money; never a floating-point number." })
export class Money {
  @Scalar(Decimal, 'The sum as a decimal string, such as "50.00".')
  amount!: string;

  @Scalar(CurrencyCode, 'The ISO 4217 currency, such as "AED".')
  currency!: string;
}
